package dev.weft.mesh.actuate;

import java.time.Instant;

/**
 * One moment on both clocks, so that what the engine dates on the monotonic one can be told in the time of people.
 *
 * @param nanos the monotonic clock
 * @param wall the wall clock
 */
record Moment(long nanos, Instant wall) {

    static Moment now() {
        return new Moment(System.nanoTime(), Instant.now());
    }

    /** When the monotonic clock showed, or will show, this value. */
    Instant at(long thatNanos) {
        return wall.plusNanos(thatNanos - nanos);
    }
}
