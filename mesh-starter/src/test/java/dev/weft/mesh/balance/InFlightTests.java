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
        assertThat(new InFlight().meanAgeNanos(5 * SECOND)).isZero();
    }

    @Test
    void meanAgeWhenAnAttemptBeganAfterTheClockWasReadIsZero() {
        InFlight waiting = new InFlight();
        waiting.begin(5 * SECOND);

        assertThat(waiting.meanAgeNanos(4 * SECOND)).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -2 * SECOND, Long.MIN_VALUE + SECOND, Long.MAX_VALUE - 10 * SECOND})
    void meanAgeWhenTheClockStartsAnywhereIsTheMean(long start) {
        InFlight waiting = new InFlight();
        waiting.begin(start);
        waiting.begin(start + 2 * SECOND);

        assertThat(waiting.count()).isEqualTo(2);
        assertThat((double) waiting.meanAgeNanos(start + 4 * SECOND)).isCloseTo(3 * SECOND, within(3_000.0));
    }

    @Test
    void stateWhenAttemptsBeginAndEndInAnyOrderIsExact() {
        Cases.run(500, random -> {
            InFlight waiting = new InFlight();
            List<Long> starts = new ArrayList<>();
            long now = random.nextLong(-100 * SECOND, 100 * SECOND);
            for (int i = 0; i < 200; i++) {
                now += random.nextLong(SECOND / 10);
                if (starts.isEmpty() || random.nextBoolean()) {
                    starts.add(now);
                    waiting.begin(now);
                } else {
                    waiting.end(starts.remove(random.nextInt(starts.size())));
                }
                long end = now;
                double mean = starts.stream()
                        .mapToLong(start -> end - start)
                        .average()
                        .orElse(0);
                assertThat(waiting.count()).isEqualTo(starts.size());
                assertThat((double) waiting.meanAgeNanos(now)).isCloseTo(mean, within(3_000.0));
            }
            starts.forEach(waiting::end);
            assertThat(waiting.count()).isZero();
            assertThat(waiting.meanAgeNanos(now + SECOND)).isZero();
        });
    }
}
