package dev.weft.mesh.document.service;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which failures are tried again. */
public class RouteRetryProperties {

    /** Attempts in all, the first included, 1 to 10; default 3. */
    private @Nullable Integer attempts;

    /** Response statuses that are tried again where the request may be repeated; default 502, 503, 504. */
    private @Nullable Set<Integer> statuses;

    /** Whether a lost connection is tried again where the request may be repeated; default true. */
    private @Nullable Boolean onReset;

    /** Whether an attempt timeout is tried again where the request may be repeated; default true. */
    private @Nullable Boolean onTimeout;

    /** Whether POST and PATCH may be repeated as well; default false. */
    private @Nullable Boolean anyMethod;

    /** Scale of the pause before a retry; default 25 ms. */
    private @Nullable Duration backoffBase;

    /** Longest pause before a retry; default 250 ms. */
    private @Nullable Duration backoffMax;

    public @Nullable Integer getAttempts() {
        return attempts;
    }

    public void setAttempts(@Nullable Integer attempts) {
        this.attempts = attempts;
    }

    public @Nullable Set<Integer> getStatuses() {
        return statuses;
    }

    public void setStatuses(@Nullable Set<Integer> statuses) {
        this.statuses = statuses;
    }

    public @Nullable Boolean getOnReset() {
        return onReset;
    }

    public void setOnReset(@Nullable Boolean onReset) {
        this.onReset = onReset;
    }

    public @Nullable Boolean getOnTimeout() {
        return onTimeout;
    }

    public void setOnTimeout(@Nullable Boolean onTimeout) {
        this.onTimeout = onTimeout;
    }

    public @Nullable Boolean getAnyMethod() {
        return anyMethod;
    }

    public void setAnyMethod(@Nullable Boolean anyMethod) {
        this.anyMethod = anyMethod;
    }

    public @Nullable Duration getBackoffBase() {
        return backoffBase;
    }

    public void setBackoffBase(@Nullable Duration backoffBase) {
        this.backoffBase = backoffBase;
    }

    public @Nullable Duration getBackoffMax() {
        return backoffMax;
    }

    public void setBackoffMax(@Nullable Duration backoffMax) {
        this.backoffMax = backoffMax;
    }
}
