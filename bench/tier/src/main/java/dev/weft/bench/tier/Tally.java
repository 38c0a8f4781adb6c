package dev.weft.bench.tier;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What has reached this tier. */
final class Tally {

    private static final long LEAST_NANOS = 1_000_000;

    private final AtomicLong arrived = new AtomicLong();
    private final AtomicLong startedLate = new AtomicLong();
    private final AtomicLong workedLate = new AtomicLong();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicLong halves = new AtomicLong();

    /** What it comes to. */
    record View(long arrived, long startedLate, long workedLate, int inside, long halves) {}

    /** @param nanosLeft of the time that the request came with */
    void begin(long nanosLeft) {
        arrived.incrementAndGet();
        if (nanosLeft < LEAST_NANOS) {
            startedLate.incrementAndGet();
        }
        inside.incrementAndGet();
    }

    /**
     * @param millisLeft until the first caller no longer waits; less than zero if it no longer does
     * @param graceMillis so much later is no matter
     */
    void end(long millisLeft, long graceMillis) {
        inside.decrementAndGet();
        if (-millisLeft > graceMillis) {
            workedLate.incrementAndGet();
        }
    }

    /** Half of an answer is on its way, and the other half will never be. */
    void half() {
        halves.incrementAndGet();
    }

    View view() {
        return new View(arrived.get(), startedLate.get(), workedLate.get(), inside.get(), halves.get());
    }
}
