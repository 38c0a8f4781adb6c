package dev.weft.mesh.engine;

import dev.weft.mesh.balance.EndpointState;
import dev.weft.mesh.balance.Pool;
import dev.weft.mesh.extend.OutcomeClassifier;
import dev.weft.mesh.model.Headers;
import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.resilience.Ejection;
import dev.weft.mesh.resilience.FailureKind;
import dev.weft.mesh.resilience.OutlierPolicy;
import org.jspecify.annotations.Nullable;

/** What an attempt's end means for its endpoint: latency, failures, ejection, and the end of an ejection. */
final class Health {

    /** A failure is remembered as if it had taken so many times what the endpoint's peers take ... */
    private static final long PENALTY_FACTOR = 20;

    /** ... but no longer than this, unless it did. */
    private static final long MAX_PENALTY_NANOS = 5_000_000_000L;

    /**
     * One whose cause lies below the endpoint counts less: where its peers fail alike, they are all as dear. But once would
     * not do: latencies vary, those of quick failures don't, and of two the one that never peaks is nearly always chosen.
     */
    private static final long PENALTY_FACTOR_BELOW = 5;

    /** Such failures eject when there are so many times more of them in a row, since the peers may be about to fail, too. */
    private static final int FAILURES_FACTOR_BELOW = 4;

    private final Destination destination;

    Health(Destination destination) {
        this.destination = destination;
    }

    /** Whether a status says that the service was not there to answer: what breakers count and retries repeat. */
    private static boolean isUnavailable(int status) {
        return status == 502 || status == 503 || status == 504;
    }

    /** The attempt's head has come: what the application says of it, or null. */
    OutcomeClassifier.@Nullable Verdict verdict(Attempt attempt, String method, int status, Headers headers) {
        OutcomeClassifier classifier = destination.outcomes();
        return classifier == null ? null : classifier.classify(result(attempt, method, status, headers, null));
    }

    /**
     * What a head says of the endpoint: by the application, or else by the rules.
     *
     * @param spentBelow whether it says that retries were spent below
     * @param verdict what the application says, if anything
     */
    Judgement judge(int status, boolean spentBelow, OutcomeClassifier.@Nullable Verdict verdict) {
        if (verdict != null) {
            return verdict == OutcomeClassifier.Verdict.SUCCESS ? Judgement.WELL : Judgement.FAILED;
        }
        if (spentBelow && status >= 500) {
            return Judgement.CAUSED_BELOW;
        }
        return Judgement.of(isUnavailable(status), outliers().isFailure(FailureKind.of(status)));
    }

    /** Acts on what the head says. */
    void answered(Pool pool, Attempt attempt, long retryAfterNanos, long nanos) {
        EndpointState endpoint = attempt.target();
        Judgement judgement = attempt.judgement();
        if (judgement == Judgement.CAUSED_BELOW) {
            failedBelow(pool, attempt, nanos);
        } else {
            if (judgement.isUnavailable()) {
                penalise(pool, attempt, PENALTY_FACTOR, nanos);
            } else {
                endpoint.observeLatency(attempt.tookNanos(), nanos);
            }
            if (judgement.isFailure()) {
                failed(pool, attempt, nanos);
            } else {
                // Not at the end of the body: streams may last for hours.
                endpoint.outlier().succeeded(nanos);
                if (attempt.isProbe()) {
                    readmit(pool, endpoint, attempt.tookNanos(), nanos);
                }
            }
        }
        if (retryAfterNanos > 0 && pool.hold(endpoint, outliers(), retryAfterNanos, nanos)) {
            destination.meters().ejected(endpoint.endpoint(), Ejection.Reason.RETRY_AFTER);
        }
    }

    /**
     * What is down below the endpoint may be down for its peers, too: then it is no worse than they are. If it alone is cut
     * off, it must not look cheap for failing soon, and is ejected where it is asked so often that the cost won't do.
     */
    private void failedBelow(Pool pool, Attempt attempt, long nanos) {
        EndpointState endpoint = attempt.target();
        OutlierPolicy outliers = outliers();
        // Else quick failures would lower the median, and with it what each of them costs.
        long latency = Math.max(attempt.tookNanos(), pool.medianLatencyNanos(outliers, nanos));
        endpoint.observeLatency(latency, nanos);
        penalise(pool, attempt, PENALTY_FACTOR_BELOW, nanos);
        int inARow = endpoint.outlier().failedBelow(nanos);
        int most = FAILURES_FACTOR_BELOW * outliers.consecutiveFailures();
        boolean counts = most > 0 && outliers.isFailure(FailureKind.of(attempt.status()));
        if (attempt.isProbe()) {
            if (counts && pool.isCutOff(endpoint, outliers, nanos)) {
                stayEjected(pool, endpoint, nanos);
            } else {
                readmit(pool, endpoint, latency, nanos);
            }
        } else if (counts && inARow >= most && pool.ejectCutOff(endpoint, outliers, nanos, destination.random())) {
            destination.meters().ejected(endpoint.endpoint(), Ejection.Reason.CUT_OFF);
        }
    }

    private OutcomeClassifier.Result result(
            Attempt attempt, String method, int status, Headers headers, @Nullable Outcome outcome) {
        return new OutcomeClassifier.Result(
                destination.service(), attempt.endpoint(), method, status, headers, outcome);
    }

    /**
     * The attempt is over.
     *
     * @param method of the request
     */
    void ended(Pool pool, Attempt attempt, String method, long nanos) {
        Outcome outcome = attempt.outcome();
        boolean answered = attempt.status() != 0;
        if (outcome == null || answered && !attempt.judgement().isSuccess()) {
            // The head has counted as a failure already.
            return;
        }
        OutcomeClassifier classifier = outcome.failed() ? destination.outcomes() : null;
        if (classifier != null) {
            attempt.judge(classifier.classify(result(attempt, method, attempt.status(), Headers.NONE, outcome)));
        }
        boolean failed = attempt.isFailed(outliers().isFailure(FailureKind.of(outcome)));
        if (answered) {
            bodyEnded(pool, attempt.target(), failed, nanos);
            return;
        }
        if (attempt.isFailed(outcome.failed())) {
            penalise(pool, attempt, PENALTY_FACTOR, nanos);
        }
        if (failed) {
            failed(pool, attempt, nanos);
        } else {
            abandoned(pool, attempt, nanos);
        }
    }

    private void bodyEnded(Pool pool, EndpointState endpoint, boolean failed, long nanos) {
        if (failed) {
            endpoint.outlier().bodyBrokeOff(nanos);
            eject(pool, endpoint, nanos);
        } else {
            endpoint.outlier().bodyEnded();
        }
    }

    /** Nobody waits any longer; that it took so long already is worth knowing. */
    private void abandoned(Pool pool, Attempt attempt, long nanos) {
        EndpointState endpoint = attempt.target();
        if (attempt.tookNanos() > endpoint.latencyNanos(nanos)) {
            endpoint.observePenalty(attempt.tookNanos(), nanos);
        }
        if (attempt.isProbe()) {
            endpoint.outlier().probeCancelled(pool.penalties(outliers(), nanos), nanos, destination.random());
            pool.probed();
        }
    }

    private void penalise(Pool pool, Attempt attempt, long factor, long nanos) {
        long penalty = Math.min(MAX_PENALTY_NANOS, factor * pool.medianLatencyNanos(outliers(), nanos));
        attempt.target().observePenalty(Math.max(attempt.tookNanos(), penalty), nanos);
    }

    private void failed(Pool pool, Attempt attempt, long nanos) {
        EndpointState endpoint = attempt.target();
        endpoint.outlier().failed(nanos);
        if (attempt.isProbe()) {
            stayEjected(pool, endpoint, nanos);
        } else if (!eject(pool, endpoint, nanos) && attempt.status() == 0 && lostConnection(attempt.outcome())) {
            pool.doubt(endpoint, outliers());
        }
    }

    private boolean eject(Pool pool, EndpointState endpoint, long nanos) {
        Ejection.Reason reason = pool.ejectIfOutlier(endpoint, outliers(), nanos, destination.random());
        if (reason == null) {
            return false;
        }
        destination.meters().ejected(endpoint.endpoint(), reason);
        return true;
    }

    private void stayEjected(Pool pool, EndpointState endpoint, long nanos) {
        endpoint.outlier().probeFailed(pool.penalties(outliers(), nanos), nanos, destination.random());
        pool.probed();
    }

    private static void readmit(Pool pool, EndpointState endpoint, long latencyNanos, long nanos) {
        // Warm-up first: whoever finds it back must find it warming.
        endpoint.warmUp(latencyNanos, nanos);
        endpoint.outlier().probeSucceeded();
        pool.probed();
    }

    /** Whether it may be that nobody is there any more. Who asks again is told at once. */
    private static boolean lostConnection(@Nullable Outcome outcome) {
        return outcome == Outcome.CONNECT_FAILED || outcome == Outcome.REFUSED || outcome == Outcome.RESET;
    }

    private OutlierPolicy outliers() {
        return destination.rules().outliers();
    }
}
