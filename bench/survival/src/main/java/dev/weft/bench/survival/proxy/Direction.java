package dev.weft.bench.survival.proxy;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The fault of one way through a proxy, and a place to wait until it changes. */
final class Direction {

    private Fault fault = new Fault.None();

    synchronized Fault fault() {
        return fault;
    }

    synchronized void set(Fault next) {
        fault = next;
        notifyAll();
    }

    /**
     * Waits while this fault is in force.
     *
     * @param limit at most so long; zero: for ever
     * @return whether it is over
     */
    synchronized boolean awaitOther(Fault current, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (fault == current) {
            long left = end - System.nanoTime();
            if (!limit.isZero() && left <= 0) {
                return false;
            }
            wait(limit.isZero() ? 0 : TimeUnit.NANOSECONDS.toMillis(left) + 1);
        }
        return true;
    }
}
