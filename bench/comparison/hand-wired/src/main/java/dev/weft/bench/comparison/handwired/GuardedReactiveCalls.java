package dev.weft.bench.comparison.handwired;

import dev.weft.bench.comparison.caller.ReactiveCalls;
import io.github.resilience4j.circuitbreaker.annotation.CircuitBreaker;
import io.github.resilience4j.retry.annotation.Retry;
import reactor.core.publisher.Mono;

/** Calls that are tried again, and end at once while most fail. */
class GuardedReactiveCalls implements ReactiveCalls {

    private final ReactiveCalls calls;

    GuardedReactiveCalls(ReactiveCalls calls) {
        this.calls = calls;
    }

    @Override
    @Retry(name = "backend")
    @CircuitBreaker(name = "backend")
    public Mono<Long> read(int bytes) {
        return calls.read(bytes);
    }
}
