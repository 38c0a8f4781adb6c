package dev.weft.mesh.rules;

import java.util.Locale;

/** A part of a service's rules: what one source says of it replaces whole what weaker sources say. */
public enum Part {
    ROUTES,
    TIMEOUT,
    ATTEMPT_TIMEOUT,
    CONNECT_TIMEOUT,
    HEAD_TIMEOUT,
    IDLE_TIMEOUT,
    RETRY,
    EJECTION,
    BALANCE,
    LIMITS,
    AFFINITY,
    HEALTH;

    /** The part as it is written in rules. */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
