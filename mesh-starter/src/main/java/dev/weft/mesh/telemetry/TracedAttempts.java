package dev.weft.mesh.telemetry;

import dev.weft.mesh.engine.Attempt;
import dev.weft.mesh.engine.Call;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.Outcome;
import io.micrometer.observation.Observation;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import io.micrometer.tracing.propagation.Propagator;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Attempts as client spans of Micrometer Tracing. */
final class TracedAttempts implements AttemptSpans {

    private final Tracer tracer;
    private final Propagator propagator;
    private final boolean copies;

    TracedAttempts(Tracer tracer, Propagator propagator) {
        this(tracer, propagator, false);
    }

    private TracedAttempts(Tracer tracer, Propagator propagator, boolean copies) {
        this.tracer = tracer;
        this.propagator = propagator;
        this.copies = copies;
    }

    @Override
    public AttemptSpans ofCopies() {
        return new TracedAttempts(tracer, propagator, true);
    }

    @Override
    public AttemptSpan begin(
            Call call, Attempt attempt, @Nullable Observation parent, BiConsumer<String, String> header) {
        Span.Builder span = tracer.spanBuilder().name("mesh attempt").kind(Span.Kind.CLIENT);
        Span above = parent == null ? null : spanOf(parent);
        if (above == null) {
            above = tracer.currentSpan();
        }
        if (above != null) {
            span.setParent(above.context());
        }
        Span started = span.start();
        if (!started.isNoop()) {
            // Only now is it known whether anybody will see it, and by default nine in ten are seen by nobody.
            describe(started, call, attempt);
        }
        propagator.inject(started.context(), header, (carrier, name, value) -> header.accept(name, value));
        return new TracedAttempt(started, attempt);
    }

    private void describe(Span span, Call call, Attempt attempt) {
        Endpoint endpoint = attempt.endpoint();
        span.remoteServiceName(call.service().value())
                .remoteIpAndPort(endpoint.host(), endpoint.port())
                .tag("mesh.endpoint", endpoint.id())
                .tag("mesh.attempt", attempt.number());
        tag(span, "mesh.zone", endpoint.zone());
        tag(span, "mesh.version", endpoint.version());
        tag(span, "mesh.retry.reason", RetryReason.of(attempt));
        tag(span, ShadowFilter.TAG, copies ? "true" : null);
    }

    private static @Nullable Span spanOf(Observation observation) {
        TracingContext tracing = observation.getContextView().get(TracingContext.class);
        return tracing == null ? null : tracing.getSpan();
    }

    private static void tag(Span span, String name, @Nullable String value) {
        if (value != null) {
            span.tag(name, value);
        }
    }

    private record TracedAttempt(Span span, Attempt attempt, AtomicBoolean ended) implements AttemptSpan {

        TracedAttempt(Span span, Attempt attempt) {
            this(span, attempt, new AtomicBoolean());
        }

        @Override
        public void end(@Nullable Throwable error) {
            if (!ended.compareAndSet(false, true)) {
                return;
            }
            if (!span.isNoop()) {
                describe(error);
            }
            span.end();
        }

        private void describe(@Nullable Throwable error) {
            Outcome outcome = attempt.outcome();
            if (attempt.status() != 0) {
                span.tag("status", attempt.status());
            }
            if (outcome != null) {
                span.tag("outcome", outcome.words());
            }
            if (error != null) {
                span.error(error);
            } else if (outcome != null && outcome.failed()) {
                span.tag("error", outcome.words());
            }
        }
    }
}
