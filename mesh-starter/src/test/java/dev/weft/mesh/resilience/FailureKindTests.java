package dev.weft.mesh.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.model.Outcome;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FailureKindTests {

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "200, none",
                "404, none",
                "429, none",
                "499, none",
                "500, SERVER_ERROR",
                "501, SERVER_ERROR",
                "502, UNAVAILABLE",
                "503, UNAVAILABLE",
                "504, UNAVAILABLE",
                "505, SERVER_ERROR",
                "599, SERVER_ERROR"
            })
    void ofWhenAnsweredGoesByTheStatus(int status, @Nullable FailureKind kind) {
        assertThat(FailureKind.of(status)).isEqualTo(kind);
    }

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void ofWhenTheEndpointIsToBlameIsSomeKind(Outcome outcome) {
        assertThat(FailureKind.of(outcome) != null).isEqualTo(outcome.failed());
    }
}
