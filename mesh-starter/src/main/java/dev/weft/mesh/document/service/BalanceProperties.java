package dev.weft.mesh.document.service;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How load is spread over the endpoints. */
public class BalanceProperties {

    /** How long a newcomer is brought up gently while others serve; 0 switches this off; default 10 s. */
    private @Nullable Duration slowStart;

    /** Zones matter from so many eligible endpoints on; 0 switches this off; default 6. */
    private @Nullable Integer zoneAwareFrom;

    /** Below this share of eligible endpoints all of them are used; default 50. */
    private @Nullable Integer panicPercent;

    /** From so many endpoints on, each caller uses only its part of them; 0 switches this off; default 200. */
    private @Nullable Integer apertureFrom;

    public @Nullable Duration getSlowStart() {
        return slowStart;
    }

    public void setSlowStart(@Nullable Duration slowStart) {
        this.slowStart = slowStart;
    }

    public @Nullable Integer getZoneAwareFrom() {
        return zoneAwareFrom;
    }

    public void setZoneAwareFrom(@Nullable Integer zoneAwareFrom) {
        this.zoneAwareFrom = zoneAwareFrom;
    }

    public @Nullable Integer getPanicPercent() {
        return panicPercent;
    }

    public void setPanicPercent(@Nullable Integer panicPercent) {
        this.panicPercent = panicPercent;
    }

    public @Nullable Integer getApertureFrom() {
        return apertureFrom;
    }

    public void setApertureFrom(@Nullable Integer apertureFrom) {
        this.apertureFrom = apertureFrom;
    }
}
