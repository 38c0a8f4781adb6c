package dev.weft.bench.membership;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** How long it takes from when a change is sent to the registry until each of its watchers has been told. Thread-safe. */
final class Propagation {

    private final Map<Integer, Long> sent = new ConcurrentHashMap<>();
    private final LongAdder expected = new LongAdder();
    private final Histogram nanos = new ConcurrentHistogram(3);

    /** The change of this number is about to be sent, and so many watch. */
    void sent(int change, int watchers) {
        expected.add(watchers);
        sent.put(change, System.nanoTime());
    }

    /** A watcher has been told of the change of this number. */
    void told(int change) {
        Long begin = sent.get(change);
        if (begin != null) {
            nanos.recordValue(System.nanoTime() - begin);
        }
    }

    /** Holds it against the bar: everybody was told, and all but one in a hundred of them within the time. */
    void judge(String what, Duration p99, Bars bars) {
        bars.atLeast(what + ", told", nanos.getTotalCount(), Math.max(1, expected.sum()));
        bars.atMost(what + ", p99 in ms", nanos.getValueAtPercentile(99) / 1e6, p99.toMillis());
    }

    @Override
    public String toString() {
        return String.format(
                "%d changes, told %d of %d times; p50 %.0f ms, p99 %.0f ms, max %.0f ms",
                sent.size(),
                nanos.getTotalCount(),
                expected.sum(),
                nanos.getValueAtPercentile(50) / 1e6,
                nanos.getValueAtPercentile(99) / 1e6,
                nanos.getMaxValue() / 1e6);
    }
}
