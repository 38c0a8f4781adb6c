package dev.weft.bench.comparison.driver;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What one process took before it called anybody.
 *
 * @param round of all shapes that it belongs to
 * @param startMillis from the start of the process to its first answer
 * @param heapMib what is left of its heap after a collection
 * @param threads of Java's that live
 * @param pssMib what it holds of the machine's memory
 */
record Footprint(Shape shape, int round, double startMillis, double heapMib, int threads, double pssMib) {

    static final String HEAD = "shape,round,start_ms,heap_mib,threads,pss_mib";

    /** What is compared. */
    enum Measure {
        START("start-up, ms", Footprint::startMillis),
        HEAP("heap, MiB", Footprint::heapMib),
        THREADS("threads", footprint -> footprint.threads),
        MEMORY("memory, MiB", Footprint::pssMib);

        private final String title;
        private final ToDoubleFunction<Footprint> of;

        Measure(String title, ToDoubleFunction<Footprint> of) {
            this.title = title;
            this.of = of;
        }

        double of(Footprint footprint) {
            return of.applyAsDouble(footprint);
        }

        @Override
        public String toString() {
            return title;
        }
    }

    /** A line of CSV. */
    String line() {
        return String.format(
                Locale.ROOT, "%s,%d,%.1f,%.2f,%d,%.1f", shape, round, startMillis, heapMib, threads, pssMib);
    }
}
