package dev.weft.bench.comparison.bare;

import dev.weft.bench.comparison.caller.BlockingCalls;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;

/** Calls with one span more around each: the mesh has one for each attempt. */
record SpannedCalls(BlockingCalls calls, Tracer tracer) implements BlockingCalls {

    @Override
    public long read(int bytes) {
        Span span = begun(tracer);
        try (Tracer.SpanInScope scope = tracer.withSpan(span)) {
            return calls.read(bytes);
        } catch (RuntimeException e) {
            span.error(e);
            throw e;
        } finally {
            span.end();
        }
    }

    /** Says of itself as much as any client's span: whom it calls, and how often it has tried. */
    static Span begun(Tracer tracer) {
        return tracer.spanBuilder()
                .name("attempt")
                .kind(Span.Kind.CLIENT)
                .remoteServiceName("backend")
                .tag("attempt", 1)
                .start();
    }
}
