package dev.weft.bench.tier;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What has reached this tier. */
final class Tally {

    private static final long LEAST_NANOS = 1_000_000;

    private final AtomicLong arrived = new AtomicLong();
    private final AtomicLong startedLate = new AtomicLong();
    private final AtomicLong workedLate = new AtomicLong();
    private final AtomicLong latestMillis = new AtomicLong();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger mostInside = new AtomicInteger();
    private final AtomicLong halves = new AtomicLong();

    /** What it comes to. */
    record View(
            long arrived,
            long startedLate,
            long workedLate,
            long latestMillis,
            int inside,
            int mostInside,
            long halves) {}

    /** @param nanosLeft of the time that the request came with */
    void begin(long nanosLeft) {
        arrived.incrementAndGet();
        if (nanosLeft < LEAST_NANOS) {
            startedLate.incrementAndGet();
        }
        mostInside.accumulateAndGet(inside.incrementAndGet(), Math::max);
    }

    /**
     * @param millisLeft until the first caller no longer waits; less than zero if it no longer does
     * @param graceMillis so much later is no matter
     */
    void end(long millisLeft, long graceMillis) {
        inside.decrementAndGet();
        latestMillis.accumulateAndGet(-millisLeft, Math::max);
        if (-millisLeft > graceMillis) {
            workedLate.incrementAndGet();
        }
    }

    /** Half of an answer is on its way, and the other half will never be. */
    void half() {
        halves.incrementAndGet();
    }

    View view() {
        return new View(
                arrived.get(),
                startedLate.get(),
                workedLate.get(),
                latestMillis.get(),
                inside.get(),
                mostInside.get(),
                halves.get());
    }
}
