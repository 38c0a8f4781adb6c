package dev.weft.mesh.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weft.mesh.sim.Cases;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InFlightTests {

    private static final long SECOND = 1_000_000_000;

    @Test
    void meanAgeWhenNothingWaitsIsZero() {
        assertThat(InFlight.meanAgeNanos(0, 5 * SECOND)).isZero();
    }

    @Test
    void meanAgeWhenAnAttemptBeganAfterTheClockWasReadIsZero() {
        long waiting = 0;
        waiting += InFlight.unit(5 * SECOND);

        assertThat(InFlight.meanAgeNanos(waiting, 4 * SECOND)).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -2 * SECOND, Long.MIN_VALUE + SECOND, Long.MAX_VALUE - 10 * SECOND})
    void meanAgeWhenTheClockStartsAnywhereIsTheMean(long start) {
        long waiting = 0;
        waiting += InFlight.unit(start);
        waiting += InFlight.unit(start + 2 * SECOND);

        assertThat(InFlight.count(waiting)).isEqualTo(2);
        assertThat((double) InFlight.meanAgeNanos(waiting, start + 4 * SECOND)).isCloseTo(3 * SECOND, within(3_000.0));
    }

    @Test
    void stateWhenAttemptsBeginAndEndInAnyOrderIsExact() {
        Cases.run(500, random -> {
            long waiting = 0;
            List<Long> starts = new ArrayList<>();
            long now = random.nextLong(-100 * SECOND, 100 * SECOND);
            for (int i = 0; i < 200; i++) {
                now += random.nextLong(SECOND / 10);
                if (starts.isEmpty() || random.nextBoolean()) {
                    starts.add(now);
                    waiting += InFlight.unit(now);
                } else {
                    waiting -= InFlight.unit(starts.remove(random.nextInt(starts.size())));
                }
                long end = now;
                double mean = starts.stream()
                        .mapToLong(start -> end - start)
                        .average()
                        .orElse(0);
                assertThat(InFlight.count(waiting)).isEqualTo(starts.size());
                assertThat((double) InFlight.meanAgeNanos(waiting, now)).isCloseTo(mean, within(3_000.0));
            }
            for (long start : starts) {
                waiting -= InFlight.unit(start);
            }
            assertThat(InFlight.count(waiting)).isZero();
            assertThat(InFlight.meanAgeNanos(waiting, now + SECOND)).isZero();
        });
    }
}
