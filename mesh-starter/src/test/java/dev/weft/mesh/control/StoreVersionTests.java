package dev.weft.mesh.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreVersionTests {

    private static final StoreVersion KNOWN = new StoreVersion("store", 1, 7);

    @ParameterizedTest
    @CsvSource({
        "store, 1, 7, true",
        "store, 1, 8, true",
        "store, 1, 6, false",
        "store, 0, 99, false",
        "store, 2, 1, true",
        "other, 1, 99, false",
        "other, 2, 1, true"
    })
    void allowsWhenAnotherStateOfAStoreComesTakesTheNewerOneOnly(
            String id, int generation, int revision, boolean taken) {
        assertThat(KNOWN.allows(new StoreVersion(id, generation, revision))).isEqualTo(taken);
    }
}
