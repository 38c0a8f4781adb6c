package dev.weft.bench.load;

import java.util.concurrent.locks.LockSupport;

/** Waits until something is due. */
public final class Pace {

    private Pace() {}

    /** Returns at this moment of the monotonic clock, or at once if it is over. */
    public static void until(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
