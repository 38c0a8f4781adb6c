package dev.weft.registry.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SyncStateTests {

    private static final Instant NOW = Instant.parse("2026-01-01T10:00:00Z");

    private final AtomicLong nanos = new AtomicLong();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final SyncState state = new SyncState("clinic", meters, nanos::get);

    @Test
    void viewWhenALookHangsSaysThatItIsOld() {
        state.done(NOW, List.of(), null);
        pass(Duration.ofSeconds(90));
        assertThat(state.view().problem()).isNull();
        assertThat(ok()).isEqualTo(1);

        pass(Duration.ofSeconds(1));

        assertThat(state.view().problem()).contains("more than 90 s ago");
        assertThat(state.view().asOf()).isEqualTo(NOW);
        assertThat(ok()).isZero();
        assertThat(meters.get("mesh.registry.httproutes.age").timeGauge().value(TimeUnit.SECONDS))
                .isEqualTo(91);
        assertThat(state.summary()).containsEntry("status", "DOWN");
    }

    @Test
    void viewWhenTheFirstLookHangsSaysSo() {
        assertThat(ok()).isZero();
        assertThat(state.view().problem()).isNull();

        pass(Duration.ofSeconds(91));

        assertThat(state.view().problem()).contains("more than 90 s ago");
    }

    @Test
    void viewWhenALookEndsWellAgainHasNoProblem() {
        pass(Duration.ofSeconds(91));
        state.failed("gone");
        assertThat(state.view().problem()).isEqualTo("gone");

        state.done(NOW, List.of(), null);

        assertThat(state.view().problem()).isNull();
        assertThat(state.summary()).containsEntry("status", "UP");
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private double ok() {
        return meters.get("mesh.registry.httproutes.ok").gauge().value();
    }
}
