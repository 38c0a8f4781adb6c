package dev.weft.mesh.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeakEwmaTests {

    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;

    @Test
    void observeWhenSlowerThanAverageJumpsToThePeakAtOnce() {
        long ewma = PeakEwma.of(2 * MILLI, 0);

        ewma = PeakEwma.observe(ewma, 50 * MILLI, 1);

        assertThat(PeakEwma.nanos(ewma, 1)).isEqualTo(50 * MILLI);
    }

    @Test
    void observeWhenFasterThanAverageComesDownWithATimeConstantOfTenSeconds() {
        long ewma = PeakEwma.of(100 * MILLI, 0);

        for (long at = SECOND / 10; at <= 10 * SECOND; at += SECOND / 10) {
            ewma = PeakEwma.observe(ewma, 0, at);
        }

        assertThat(PeakEwma.nanos(ewma, 10 * SECOND)).isCloseTo(100 * MILLI / Math.E, Percentage.withPercentage(1));
    }

    /** Among equals, the one that is still a little above would be chosen last. */
    @Test
    void observeWhenAsFastAsItsPeersAgainIsTheirEqualAfterTheTimeThatSilenceTakes() {
        long ewma = PeakEwma.of(20 * MILLI, 0);

        for (long at = SECOND / 10; at <= 24 * SECOND; at += SECOND / 10) {
            ewma = PeakEwma.observe(ewma, 2 * MILLI, at);
        }

        assertThat(PeakEwma.nanos(ewma, 24 * SECOND)).isEqualTo(2 * MILLI);
    }

    @Test
    void nanosWhenIdleDecaysTowardsZero() {
        long ewma = PeakEwma.of(100 * MILLI, 0);

        assertThat(PeakEwma.nanos(ewma, 10 * SECOND)).isCloseTo(100 * MILLI / Math.E, Percentage.withPercentage(0.1));
        assertThat(PeakEwma.nanos(ewma, 100 * SECOND)).isLessThan(MILLI);
    }

    @Test
    void observeWhenManySamplesFallIntoOneMillisecondLosesNothingOfTheDecay() {
        long ewma = PeakEwma.of(100 * MILLI, 0);

        for (long at = 0; at <= 10 * SECOND; at += 50_000) {
            ewma = PeakEwma.observe(ewma, MILLI, at);
        }

        assertThat(PeakEwma.nanos(ewma, 10 * SECOND)).isCloseTo(100 * MILLI / Math.E, Percentage.withPercentage(3));
    }

    @Test
    void nanosWhenAnotherThreadsClockIsAheadDoesNotGrow() {
        long ewma = PeakEwma.of(2 * MILLI, 0);
        ewma = PeakEwma.observe(ewma, 10 * MILLI, 5 * MILLI);

        assertThat(PeakEwma.nanos(ewma, 3 * MILLI)).isEqualTo(10 * MILLI);
    }

    /** The monotonic clock may start anywhere; the stamp is milliseconds modulo 2^32. */
    @ParameterizedTest
    @ValueSource(longs = {0, -5 * SECOND, Long.MIN_VALUE, (1L << 31) * MILLI, (1L << 32) * MILLI - 1})
    void nanosWhenTheClockStartsAnywhereDecaysTheSame(long start) {
        long ewma = PeakEwma.of(100 * MILLI, start);

        assertThat(PeakEwma.nanos(ewma, start + 10 * SECOND))
                .isCloseTo(100 * MILLI / Math.E, within(0.01 * 100 * MILLI));
    }
}
