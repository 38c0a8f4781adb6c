package dev.weft.mesh.document.service;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Trouble made on purpose. */
public class FaultProperties {

    /** How long requests are held up. */
    private @Nullable Duration delay;

    /** So many percent of them; unset: none. */
    private @Nullable Double delayPercent;

    /** What requests are answered with. */
    private @Nullable Integer status;

    /** So many percent of them; unset: none. */
    private @Nullable Double abortPercent;

    public @Nullable Duration getDelay() {
        return delay;
    }

    public void setDelay(@Nullable Duration delay) {
        this.delay = delay;
    }

    public @Nullable Double getDelayPercent() {
        return delayPercent;
    }

    public void setDelayPercent(@Nullable Double delayPercent) {
        this.delayPercent = delayPercent;
    }

    public @Nullable Integer getStatus() {
        return status;
    }

    public void setStatus(@Nullable Integer status) {
        this.status = status;
    }

    public @Nullable Double getAbortPercent() {
        return abortPercent;
    }

    public void setAbortPercent(@Nullable Double abortPercent) {
        this.abortPercent = abortPercent;
    }
}
