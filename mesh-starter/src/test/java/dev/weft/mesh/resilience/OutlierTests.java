package dev.weft.mesh.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class OutlierTests {

    private static final long SECOND = 1_000_000_000;
    private static final OutlierPolicy POLICY = OutlierPolicy.defaults();
    /** Exactly the doubling penalties. */
    private static final OutlierPolicy WITHOUT_JITTER = POLICY.withJitterPercent(0);

    private final RandomGenerator random = new SplittableRandom(42);
    private final Outlier outlier = new Outlier();

    @Test
    void suspicionWhenFourInARowFailIsNone() {
        fail(4, 0);

        assertThat(outlier.suspicion(POLICY, 0)).isNull();
    }

    @Test
    void suspicionWhenFiveInARowFailNamesThem() {
        fail(5, 0);

        assertThat(outlier.suspicion(POLICY, 0)).isEqualTo(Ejection.Reason.CONSECUTIVE_FAILURES);
    }

    @Test
    void suspicionWhenASuccessComesBetweenBeginsToCountAnew() {
        fail(4, 0);
        outlier.succeeded(0);
        fail(4, 0);

        assertThat(outlier.suspicion(WITHOUT_JITTER, 20 * SECOND)).isNull();
    }

    @Test
    void suspicionWhenEveryBodyBreaksOffNamesFiveInARow() {
        for (int i = 0; i < 5; i++) {
            assertThat(outlier.suspicion(POLICY, 0)).isNull();
            // So that the success rate says nothing.
            long now = i * 20 * SECOND;
            outlier.succeeded(now);
            outlier.bodyBrokeOff(now);
        }

        assertThat(outlier.suspicion(POLICY, 100 * SECOND)).isEqualTo(Ejection.Reason.CONSECUTIVE_FAILURES);
    }

    @Test
    void failuresBelowWhenThereIsAnyOtherAnswerBeginToCountAnew() {
        fail(4, 0);
        assertThat(outlier.failedBelow(0)).isEqualTo(1);
        assertThat(outlier.failedBelow(0)).isEqualTo(2);
        assertThat(outlier.isFailing()).isFalse();
        assertThat(outlier.hasFailedLast()).isTrue();
        outlier.succeeded(0);
        assertThat(outlier.hasFailedLast()).isFalse();

        assertThat(outlier.failedBelow(0)).isEqualTo(1);
        outlier.failed(0);
        assertThat(outlier.isFailing()).isTrue();
        fail(3, 0);
        assertThat(outlier.suspicion(POLICY, 20 * SECOND)).isNull();
        fail(1, 0);
        assertThat(outlier.suspicion(POLICY, 20 * SECOND)).isEqualTo(Ejection.Reason.CONSECUTIVE_FAILURES);
    }

    /** Or else checks would blame it for what is below. */
    @Test
    void hasSucceededWhenARequestHasFailedBelowIsYes() {
        outlier.failedBelow(0);

        assertThat(outlier.hasSucceeded(10, 0)).isTrue();
        for (int i = 0; i < 20; i++) {
            outlier.failedBelow(0);
        }
        assertThat(outlier.suspicion(POLICY, 0)).isNull();
    }

    @Test
    void suspicionWhenEveryOtherRequestFailsNamesTheSuccessRate() {
        for (int i = 0; i < 5; i++) {
            outlier.failed(0);
            outlier.succeeded(0);
        }

        assertThat(outlier.suspicion(POLICY, 0)).isEqualTo(Ejection.Reason.SUCCESS_RATE);
    }

    @Test
    void suspicionWhenFewerThanTenRequestsSaysNothingOfTheRate() {
        for (int i = 0; i < 3; i++) {
            outlier.failed(0);
            outlier.failed(0);
            outlier.succeeded(0);
        }

        assertThat(outlier.successPercent(POLICY, 0)).isEqualTo(-1);
        assertThat(outlier.suspicion(POLICY, 0)).isNull();
    }

    @Test
    void ejectionWhenProbesFailDoublesUpToItsMaximum() {
        outlier.eject(Ejection.Reason.SUCCESS_RATE, WITHOUT_JITTER, 0, random);
        long now = 0;
        for (int penalty : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            assertThat(outlier.tryProbe(true, now + penalty * SECOND - 1)).isFalse();
            now += penalty * SECOND;
            assertThat(outlier.tryProbe(true, now)).isTrue();
            outlier.probeFailed(WITHOUT_JITTER, now, random);
        }
    }

    @Test
    void ejectWhenJitteredLastsBetweenOneAndOneAndAHalfPenalties() {
        for (int i = 0; i < 1_000; i++) {
            Outlier one = new Outlier();
            one.eject(Ejection.Reason.SUCCESS_RATE, POLICY, 0, random);

            assertThat(one.ejection().untilNanos()).isBetween(SECOND, SECOND * 3 / 2);
        }
    }

    @Test
    void tryProbeWhileOneProbesIsRefused() {
        outlier.eject(Ejection.Reason.SUCCESS_RATE, POLICY, 0, random);

        assertThat(outlier.tryProbe(true, 5 * SECOND)).isTrue();
        assertThat(outlier.tryProbe(true, 5 * SECOND)).isFalse();
    }

    @Test
    void probeSucceededWhenFailuresWereCountedStartsANewCount() {
        fail(5, 0);
        outlier.eject(Ejection.Reason.CONSECUTIVE_FAILURES, POLICY, 0, random);
        outlier.tryProbe(true, 20 * SECOND);

        outlier.probeSucceeded();
        outlier.failed(20 * SECOND);

        assertThat(outlier.ejection()).isNull();
        assertThat(outlier.suspicion(POLICY, 20 * SECOND)).isNull();
    }

    /** Callers that give up on a dead endpoint before anything times out must not probe it one after the other. */
    @Test
    void probeCancelledWhenCallersAreImpatientWaitsForAPenaltyAgain() {
        outlier.eject(Ejection.Reason.SUCCESS_RATE, WITHOUT_JITTER, 0, random);
        outlier.tryProbe(true, SECOND);

        outlier.probeCancelled(WITHOUT_JITTER, 2 * SECOND, random);

        assertThat(outlier.tryProbe(true, 3 * SECOND - 1)).isFalse();
        assertThat(outlier.tryProbe(true, 3 * SECOND)).isTrue();
    }

    @Test
    void ejectWhenEjectedAlreadyChangesNothing() {
        outlier.hold(100 * SECOND, 0);

        assertThat(outlier.eject(Ejection.Reason.SUCCESS_RATE, POLICY, 0, random))
                .isFalse();
        assertThat(outlier.ejection().reason()).isEqualTo(Ejection.Reason.RETRY_AFTER);
    }

    @Test
    void holdEjectedWhenThePenaltyIsLongerLeavesIt() {
        outlier.eject(Ejection.Reason.SUCCESS_RATE, WITHOUT_JITTER, 0, random);

        outlier.holdEjected(SECOND / 2, 0);

        assertThat(outlier.ejection().untilNanos()).isEqualTo(SECOND);
    }

    private void fail(int times, long nanos) {
        for (int i = 0; i < times; i++) {
            outlier.failed(nanos);
        }
    }
}
