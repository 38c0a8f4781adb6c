package dev.weft.mesh.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreVersionTests {

    private static final StoreVersion KNOWN = new StoreVersion("store", 1, 7, 70);

    @ParameterizedTest
    @CsvSource({
        "store, 1, 7, 70, true",
        "store, 1, 7, 0, true",
        "store, 1, 7, 71, false",
        "store, 1, 8, 80, true",
        "store, 1, 6, 60, false",
        "store, 0, 99, 990, false",
        "store, 2, 1, 10, true",
        "other, 1, 99, 990, false",
        "other, 2, 1, 10, true"
    })
    void allowsWhenAnotherStateOfAStoreComesTakesTheNewerOneOnly(
            String id, int generation, int revision, int stamp, boolean taken) {
        assertThat(KNOWN.allows(new StoreVersion(id, generation, revision, stamp), true))
                .isEqualTo(taken);
    }

    @ParameterizedTest
    @CsvSource({"1, 8, false", "1, 7, false", "2, 1, true"})
    void allowsWhenWhatIsKnownIsOfAnotherHistoryTakesNothingButAHigherGeneration(
            int generation, int revision, boolean taken) {
        assertThat(KNOWN.allows(new StoreVersion("store", generation, revision, 0), false))
                .isEqualTo(taken);
    }

    @Test
    void allowsWhenNothingWasEverStoredTakesAnyStoreButOneOfALowerGeneration() {
        StoreVersion nothing = new StoreVersion("store", 1, 0, 0);

        assertThat(nothing.allows(new StoreVersion("other", 1, 3, 30), false)).isTrue();
        assertThat(nothing.allows(new StoreVersion("other", 0, 3, 30), false)).isFalse();
    }
}
