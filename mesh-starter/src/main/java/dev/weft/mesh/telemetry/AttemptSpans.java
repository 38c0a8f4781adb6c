package dev.weft.mesh.telemetry;

import dev.weft.mesh.engine.Attempt;
import dev.weft.mesh.engine.Call;
import io.micrometer.observation.Observation;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives every attempt a span of its own, below the span that the client's own observation gives the call. Thread-safe.
 */
public interface AttemptSpans {

    /** No tracing. */
    AttemptSpans NONE = (call, attempt, parent, header) -> AttemptSpan.NONE;

    /** Spans made by Micrometer Tracing. */
    static AttemptSpans of(Tracer tracer, Propagator propagator) {
        return new TracedAttempts(tracer, propagator);
    }

    /**
     * Begins the span of an attempt that is about to be sent.
     *
     * @param parent the observation of the call, or null to take the span that is current on this thread
     * @param header sets a field of the attempt's request by name and value; must replace what is there, since the call's
     *     observation has written its own span into the same fields
     */
    AttemptSpan begin(Call call, Attempt attempt, @Nullable Observation parent, BiConsumer<String, String> header);

    /** The same for the attempts of copies, which are marked as such. */
    default AttemptSpans ofCopies() {
        return this;
    }

    /** Begins the span of an attempt below the span that is current on this thread. */
    default AttemptSpan begin(Call call, Attempt attempt, BiConsumer<String, String> header) {
        return begin(call, attempt, null, header);
    }
}
