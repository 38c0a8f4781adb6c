package dev.weft.mesh.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.sim.Cases;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlidingWindowTests {

    private static final long SECOND = 1_000_000_000;

    @Test
    void eventsWhenNothingHappenedIsZero() {
        assertThat(new SlidingWindow().events(10, 0)).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -3 * SECOND, (1L << 23) * SECOND, (1L << 24) * SECOND - 2, Long.MIN_VALUE, 9_000_000_000L})
    void eventsWhereverTheClockStartsAreThoseOfTheWindow(long start) {
        SlidingWindow window = new SlidingWindow();
        for (int i = 0; i < 20; i++) {
            window.add(i % 2 == 0, start + i * SECOND);
        }

        assertThat(window.events(10, start + 19 * SECOND)).isEqualTo(10);
        assertThat(window.hits(10, start + 19 * SECOND)).isEqualTo(5);
        assertThat(window.events(10, start + 40 * SECOND)).isZero();
    }

    @Test
    void addWhenAThreadSleptSinceItReadItsClockLeavesNewerCountsAlone() {
        SlidingWindow window = new SlidingWindow();
        window.add(false, 100 * SECOND);

        window.add(false, (100 - 16) * SECOND);

        assertThat(window.events(1, 100 * SECOND)).isEqualTo(1);
    }

    @Test
    void countsWhateverComesAreExactInWholeSeconds() {
        Cases.run(500, random -> {
            SlidingWindow window = new SlidingWindow();
            List<Long> events = new ArrayList<>();
            List<Long> hits = new ArrayList<>();
            long now = random.nextLong(-1000 * SECOND, 1000 * SECOND);
            for (int i = 0; i < 200; i++) {
                now += random.nextLong(random.nextInt(10) == 0 ? 20 * SECOND : SECOND / 4);
                boolean hit = random.nextBoolean();
                window.add(hit, now);
                long second = Math.floorDiv(now, SECOND);
                events.add(second);
                if (hit) {
                    hits.add(second);
                }
                int length = random.nextInt(1, SlidingWindow.MAX_SECONDS + 1);
                assertThat(window.events(length, now))
                        .isEqualTo(events.stream()
                                .filter(at -> second - at < length)
                                .count());
                assertThat(window.hits(length, now))
                        .isEqualTo(
                                hits.stream().filter(at -> second - at < length).count());
            }
        });
    }
}
