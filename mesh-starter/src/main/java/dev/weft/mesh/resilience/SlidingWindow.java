package dev.weft.mesh.resilience;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counts events, and the hits among them, over the last seconds.
 *
 * <p>Idea: a ring of one-second slots; a slot is one long that holds its second, its events and its hits, so that adding
 * is one compare-and-set and a slot that the clock has come round to resets itself. Counts of one second stop at
 * 1,048,575. Thread-safe, without locks.
 */
public final class SlidingWindow {

    /** The longest window that can be asked for, in seconds. */
    public static final int MAX_SECONDS = 15;

    private static final int SLOTS = 16;
    private static final int COUNT_BITS = 20;
    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;
    private static final long SECOND_MASK = (1L << (64 - 2 * COUNT_BITS)) - 1;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] slots = new long[SLOTS];

    /** Counts one event. */
    public void add(boolean hit, long nanos) {
        long second = second(nanos);
        int index = (int) (second & (SLOTS - 1));
        long was;
        long is;
        do {
            was = (long) SLOT.getVolatile(slots, index);
            if (isLater(was, second)) {
                // This thread slept since it read its clock; the slot has gone on to another round.
                return;
            }
            boolean current = stamp(was) == second;
            long events = current ? events(was) : 0;
            long hits = current ? hits(was) : 0;
            is = pack(second, Math.min(events + 1, COUNT_MASK), hit ? Math.min(hits + 1, COUNT_MASK) : hits);
        } while (!SLOT.compareAndSet(slots, index, was, is));
    }

    /** Events in the current second and the {@code seconds - 1} before it. */
    public long events(int seconds, long nanos) {
        return sum(seconds, nanos, false);
    }

    /** Hits in the current second and the {@code seconds - 1} before it. */
    public long hits(int seconds, long nanos) {
        return sum(seconds, nanos, true);
    }

    private long sum(int seconds, long nanos, boolean ofHits) {
        long now = second(nanos);
        long sum = 0;
        for (int i = 0; i < SLOTS; i++) {
            long slot = (long) SLOT.getVolatile(slots, i);
            if (((now - stamp(slot)) & SECOND_MASK) < seconds) {
                sum += ofHits ? hits(slot) : events(slot);
            }
        }
        return sum;
    }

    private static boolean isLater(long slot, long second) {
        long ahead = (stamp(slot) - second) & SECOND_MASK;
        return events(slot) > 0 && ahead > 0 && ahead <= SECOND_MASK / 2;
    }

    private static long second(long nanos) {
        return Math.floorDiv(nanos, NANOS_PER_SECOND) & SECOND_MASK;
    }

    private static long pack(long second, long events, long hits) {
        return second << (2 * COUNT_BITS) | events << COUNT_BITS | hits;
    }

    private static long stamp(long slot) {
        return slot >>> (2 * COUNT_BITS);
    }

    private static long events(long slot) {
        return slot >>> COUNT_BITS & COUNT_MASK;
    }

    private static long hits(long slot) {
        return slot & COUNT_MASK;
    }
}
