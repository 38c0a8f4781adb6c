package dev.weft.bench.comparison.handwired;

import dev.weft.bench.comparison.caller.BlockingCalls;
import io.github.resilience4j.circuitbreaker.annotation.CircuitBreaker;
import io.github.resilience4j.retry.annotation.Retry;

/** Calls that are tried again, and end at once while most fail. */
class GuardedCalls implements BlockingCalls {

    private final BlockingCalls calls;

    GuardedCalls(BlockingCalls calls) {
        this.calls = calls;
    }

    @Override
    @Retry(name = "backend")
    @CircuitBreaker(name = "backend")
    public long read(int bytes) {
        return calls.read(bytes);
    }
}
