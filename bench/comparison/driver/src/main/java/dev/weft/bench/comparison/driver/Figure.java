package dev.weft.bench.comparison.driver;

import java.util.function.ToDoubleFunction;

/** What is compared. */
enum Figure {
    P50("p50, us", Slice::p50Micros),
    P99("p99, us", Slice::p99Micros),
    THROUGHPUT("calls/s", Slice::perSecond),
    ALLOCATED("B a call", Slice::allocatedPerCall),
    CPU("cores at 1,000/s", Slice::coresAtThousand),
    MEMORY("MiB", Slice::pssMib),
    MEMORY_AT_THOUSAND("MiB at 1,000/s", Slice::mibAtThousand),
    HEAP("heap, MiB", Slice::heapMib);

    private final String title;
    private final ToDoubleFunction<Slice> of;

    Figure(String title, ToDoubleFunction<Slice> of) {
        this.title = title;
        this.of = of;
    }

    double of(Slice slice) {
        return of.applyAsDouble(slice);
    }

    @Override
    public String toString() {
        return title;
    }
}
