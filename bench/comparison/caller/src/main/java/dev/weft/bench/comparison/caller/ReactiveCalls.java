package dev.weft.bench.comparison.caller;

import reactor.core.publisher.Mono;

/** How a column calls without a thread that waits. Thread-safe. */
@FunctionalInterface
public interface ReactiveCalls {

    /** Reads an answer of so many bytes to its end, and says how many there were. */
    Mono<Long> read(int bytes);
}
