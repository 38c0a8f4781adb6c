package dev.weft.bench.comparison.caller;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Several of a kind that take turns. Thread-safe. */
final class Turns<T> {

    private final List<T> all;
    private final AtomicInteger turn = new AtomicInteger();

    Turns(List<T> all) {
        this.all = List.copyOf(all);
    }

    T next() {
        return all.get(Math.floorMod(turn.getAndIncrement(), all.size()));
    }
}
