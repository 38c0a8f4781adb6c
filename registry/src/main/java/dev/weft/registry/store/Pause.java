package dev.weft.registry.store;

import java.time.Duration;

/** Spares readers the wait for a database that has just not answered. Thread-safe. */
final class Pause {

    private static final long NANOS = Duration.ofSeconds(1).toNanos();

    private volatile boolean begun;
    private volatile long since;

    boolean isOver() {
        return !begun || System.nanoTime() - since > NANOS;
    }

    void begin() {
        since = System.nanoTime();
        begun = true;
    }

    void end() {
        begun = false;
    }
}
