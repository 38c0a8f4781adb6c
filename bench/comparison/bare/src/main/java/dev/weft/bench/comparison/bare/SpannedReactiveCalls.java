package dev.weft.bench.comparison.bare;

import dev.weft.bench.comparison.caller.ReactiveCalls;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import reactor.core.publisher.Mono;

/**
 * The same without a thread that waits. The span is beside the client's own one, not around it: whatever would make it the
 * parent allocates for Reactor's context, too, and what is wanted is a span.
 */
record SpannedReactiveCalls(ReactiveCalls calls, Tracer tracer) implements ReactiveCalls {

    @Override
    public Mono<Long> read(int bytes) {
        return Mono.defer(() -> {
            Span span = SpannedCalls.begun(tracer);
            return calls.read(bytes).doOnError(span::error).doFinally(end -> span.end());
        });
    }
}
