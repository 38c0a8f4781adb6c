package dev.weft.bench.comparison.caller;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

/**
 * Memory that threads ask for, which a collector has to take back some day.
 *
 * @param before by a thread's id, bytes since it began
 */
record Allocated(Map<Long, Long> before) {

    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

    Allocated {
        before = Map.copyOf(before);
    }

    /** From now on it counts. */
    static Allocated now() {
        return new Allocated(byThread());
    }

    /**
     * Bytes since then, by all threads that live now; those that virtual threads run on are among them. Each is compared
     * with itself: one that was there and has ended meanwhile would be taken off all others.
     */
    long untilNow() {
        return byThread().entrySet().stream()
                .mapToLong(thread -> thread.getValue() - before.getOrDefault(thread.getKey(), 0L))
                .sum();
    }

    private static Map<Long, Long> byThread() {
        long[] ids = THREADS.getAllThreadIds();
        long[] bytes = THREADS.getThreadAllocatedBytes(ids);
        Map<Long, Long> byThread = new HashMap<>();
        for (int n = 0; n < ids.length; n++) {
            // Less is one that has ended in between.
            if (bytes[n] > 0) {
                byThread.put(ids[n], bytes[n]);
            }
        }
        return byThread;
    }
}
