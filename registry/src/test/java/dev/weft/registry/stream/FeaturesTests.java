package dev.weft.registry.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeaturesTests {

    @ParameterizedTest
    @CsvSource({
        "routes, true",
        "routes.match, true",
        "routes.match.headers, true",
        "routes.match.head, false",
        "routes.mat, false",
        "routes.match.headers.name, false",
        "timeout, true",
        "routes-2, true",
        "time, false"
    })
    void containWhenAKeyBelowIsNamedKnowsThoseAboveIt(String key, boolean known) {
        Features features = new Features(List.of("timeout", "routes-2", "routes.match.headers"));

        assertThat(features.contain(key)).isEqualTo(known);
    }
}
