package dev.weft.mesh.document.service;

import dev.weft.mesh.resilience.FailureKind;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** When an endpoint that fails is left alone, and for how long. */
public class EjectionProperties {

    /** What counts as a failure; unavailable is 502, 503, 504, server-error any other 5xx; default all. */
    private @Nullable Set<FailureKind> failures;

    /** So many failures in a row eject; 0 switches this off; default 5. */
    private @Nullable Integer consecutiveFailures;

    /** First ejection; doubles with every probe that fails; default 1 s. */
    private @Nullable Duration minPenalty;

    /** Longest ejection; default 60 s. */
    private @Nullable Duration maxPenalty;

    /** Up to so much of the penalty is added at random; default 50. */
    private @Nullable Integer jitterPercent;

    /** Below this success rate over ten seconds an endpoint is suspect; 0 switches this off; default 80. */
    private @Nullable Integer minSuccessPercent;

    /** A suspect is ejected when so many points below the median of its peers; default 20. */
    private @Nullable Integer pointsBelowPeers;

    /** Fewer requests in ten seconds say nothing of the success rate; default 10. */
    private @Nullable Integer minRequests;

    /** At most so much of what a request could use is ejected at once; default 50. */
    private @Nullable Integer maxEjectedPercent;

    public @Nullable Set<FailureKind> getFailures() {
        return failures;
    }

    public void setFailures(@Nullable Set<FailureKind> failures) {
        this.failures = failures;
    }

    public @Nullable Integer getConsecutiveFailures() {
        return consecutiveFailures;
    }

    public void setConsecutiveFailures(@Nullable Integer consecutiveFailures) {
        this.consecutiveFailures = consecutiveFailures;
    }

    public @Nullable Duration getMinPenalty() {
        return minPenalty;
    }

    public void setMinPenalty(@Nullable Duration minPenalty) {
        this.minPenalty = minPenalty;
    }

    public @Nullable Duration getMaxPenalty() {
        return maxPenalty;
    }

    public void setMaxPenalty(@Nullable Duration maxPenalty) {
        this.maxPenalty = maxPenalty;
    }

    public @Nullable Integer getJitterPercent() {
        return jitterPercent;
    }

    public void setJitterPercent(@Nullable Integer jitterPercent) {
        this.jitterPercent = jitterPercent;
    }

    public @Nullable Integer getMinSuccessPercent() {
        return minSuccessPercent;
    }

    public void setMinSuccessPercent(@Nullable Integer minSuccessPercent) {
        this.minSuccessPercent = minSuccessPercent;
    }

    public @Nullable Integer getPointsBelowPeers() {
        return pointsBelowPeers;
    }

    public void setPointsBelowPeers(@Nullable Integer pointsBelowPeers) {
        this.pointsBelowPeers = pointsBelowPeers;
    }

    public @Nullable Integer getMinRequests() {
        return minRequests;
    }

    public void setMinRequests(@Nullable Integer minRequests) {
        this.minRequests = minRequests;
    }

    public @Nullable Integer getMaxEjectedPercent() {
        return maxEjectedPercent;
    }

    public void setMaxEjectedPercent(@Nullable Integer maxEjectedPercent) {
        this.maxEjectedPercent = maxEjectedPercent;
    }
}
