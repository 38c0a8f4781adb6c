package dev.weft.mesh.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CheckupTests {

    private static final long SECOND = 1_000_000_000;
    private static final HealthPolicy POLICY = new HealthPolicy("/up", Duration.ofSeconds(10));

    private final SplittableRandom random = new SplittableRandom(42);
    private final Checkup checkup = new Checkup();

    @Test
    void checkWhenTheEndpointIsNewIsDueWithinAnInterval() {
        assertThat(checkup.overdueNanos(POLICY, 0, random)).isNegative();
        assertThat(checkup.overdueNanos(POLICY, 10 * SECOND, random)).isNotNegative();
    }

    @Test
    void checkWhenOneIsUnderWayIsNotDueAndCannotBegin() {
        checkup.overdueNanos(POLICY, 0, random);

        assertThat(checkup.tryBegin()).isTrue();
        assertThat(checkup.overdueNanos(POLICY, 100 * SECOND, random)).isNegative();
        assertThat(checkup.tryBegin()).isFalse();
    }

    @Test
    void checkWhenOneHasEndedIsDueAnIntervalLaterUpToATenthEarlyOrLate() {
        checkup.overdueNanos(POLICY, 0, random);
        checkup.tryBegin();
        checkup.ended(true, POLICY, 0, random);

        assertThat(checkup.overdueNanos(POLICY, 9 * SECOND - 1, random)).isNegative();
        assertThat(checkup.overdueNanos(POLICY, 11 * SECOND, random)).isNotNegative();
    }

    @Test
    void failuresInARowWhenOneHasPassedBeginAnew() {
        assertThat(checkup.ended(false, POLICY, 0, random)).isOne();
        assertThat(checkup.ended(false, POLICY, 0, random)).isEqualTo(2);
        assertThat(checkup.ended(true, POLICY, 0, random)).isZero();
        assertThat(checkup.ended(false, POLICY, 0, random)).isOne();
        assertThat(checkup.state())
                .extracting(Checkup.State::passed, Checkup.State::failed)
                .containsExactly(1L, 3L);
    }

    @Test
    void failuresInARowWhenARequestHasSucceededBeginAnew() {
        checkup.ended(false, POLICY, 0, random);
        checkup.ended(false, POLICY, 0, random);
        checkup.postpone(POLICY, 0, random);

        assertThat(checkup.ended(false, POLICY, 0, random)).isOne();
    }

    /** Rules that change from a check an hour to one a second are not obeyed an hour later. */
    @Test
    void checkWhenTheIntervalBecomesMuchShorterIsDueWithinTheNewOne() {
        HealthPolicy hourly = new HealthPolicy("/up", Duration.ofHours(1));
        checkup.ended(true, hourly, 0, random);

        assertThat(checkup.overdueNanos(POLICY, 0, random)).isNegative();
        assertThat(checkup.overdueNanos(POLICY, 10 * SECOND, random)).isNotNegative();
    }
}
