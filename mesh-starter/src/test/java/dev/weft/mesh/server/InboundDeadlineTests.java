package dev.weft.mesh.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InboundDeadlineTests {

    private final List<String> ignored = new ArrayList<>();

    @Test
    void leftWhenNoHeaderSaysAnythingIsNone() {
        assertThat(left(Map.of())).isNull();
        assertThat(ignored).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "mesh-timeout-ms, 1500, 1500000000",
        "mesh-timeout-ms, 0, 0",
        "x-envoy-expected-rq-timeout-ms, 250, 250000000",
        "grpc-timeout, 2S, 2000000000",
        "grpc-timeout, 3m, 3000000",
        "grpc-timeout, 10n, 10",
        "grpc-timeout, 1H, 3600000000000"
    })
    void leftWhenOneHeaderSaysItIsThat(String header, String value, long nanos) {
        assertThat(left(Map.of(header, value))).isEqualTo(nanos);
    }

    @Test
    void leftWhenSeveralHeadersSayItIsTheSmallest() {
        assertThat(left(Map.of(
                        "mesh-timeout-ms", "900", "x-envoy-expected-rq-timeout-ms", "700", "grpc-timeout", "800m")))
                .isEqualTo(TimeUnit.MILLISECONDS.toNanos(700));
    }

    @Test
    void leftWhenTheValueIsNegativeHasPassed() {
        assertThat(left(Map.of("mesh-timeout-ms", "-20"))).isNegative();
    }

    @Test
    void leftWhenTheValueIsHugeDoesNotOverflow() {
        assertThat(left(Map.of("mesh-timeout-ms", "999999999999"))).isPositive();
        assertThat(left(Map.of("grpc-timeout", "99999999H"))).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "soon", "1.5", "12 ", "0x10", "1000000000000000000000", "١٢", "5s"})
    void leftWhenTheHeaderHoldsGarbageIgnoresAndReportsIt(String garbage) {
        assertThat(left(Map.of("mesh-timeout-ms", garbage, "grpc-timeout", "1S")))
                .isEqualTo(TimeUnit.SECONDS.toNanos(1));
        assertThat(ignored).containsExactly("mesh-timeout-ms");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "S", "1", "123456789S", "1s", "-1S"})
    void leftWhenTheGrpcTimeoutIsGarbageIgnoresAndReportsIt(String garbage) {
        assertThat(left(Map.of("grpc-timeout", garbage))).isNull();
        assertThat(ignored).containsExactly("grpc-timeout");
    }

    private Long left(Map<String, String> headers) {
        return InboundDeadline.leftNanos(headers::get, ignored::add);
    }
}
