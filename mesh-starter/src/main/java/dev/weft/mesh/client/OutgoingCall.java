package dev.weft.mesh.client;

import dev.weft.mesh.context.MeshContext;
import dev.weft.mesh.context.MeshHeaders;
import dev.weft.mesh.directory.OutsideHosts;
import dev.weft.mesh.engine.Attempt;
import dev.weft.mesh.engine.Call;
import dev.weft.mesh.engine.Failure;
import dev.weft.mesh.model.HeaderFields;
import dev.weft.mesh.model.Headers;
import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.Mirror;
import dev.weft.mesh.telemetry.AttemptSpan;
import dev.weft.mesh.telemetry.AttemptSpans;
import io.micrometer.observation.Observation;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A call under way: the engine's part of it, and what it shares with the request that it is made for. */
public sealed class OutgoingCall permits OutgoingCopy {

    private static final String RESERVED_PREFIX = "mesh-";

    private final Call call;
    private final ServiceName self;
    private final AttemptSpans spans;
    private final @Nullable MeshContext context;
    private final boolean identified;
    private final @Nullable OutsideHosts outside;

    /** Used by whoever sends the attempts, one after the other. */
    private volatile boolean mirrored;

    OutgoingCall(
            Call call,
            ServiceName self,
            AttemptSpans spans,
            @Nullable MeshContext context,
            boolean identified,
            @Nullable OutsideHosts outside) {
        this.call = call;
        this.self = self;
        this.spans = spans;
        this.context = context;
        this.identified = identified;
        this.outside = outside;
    }

    /** What decides about the call. */
    public Call call() {
        return call;
    }

    /**
     * Who gets a copy of the call, now that an attempt leaves: with the first one only, which need not be number 1. Nobody
     * gets one of what is a copy itself, or is made for one.
     */
    public List<Mirror> takeMirrors() {
        if (mirrored || isShadow()) {
            return List.of();
        }
        mirrored = true;
        return call.choice().copies();
    }

    /** Makes the rules' changes to the fields of an attempt's request. */
    public void editRequest(HeaderFields fields) {
        call.editRequest(fields);
    }

    boolean isShadow() {
        return context != null && context.isShadow();
    }

    /** The request that the call is made for, or null. */
    @Nullable
    MeshContext context() {
        return context;
    }

    /** Whether a request field is the mesh's own, so that the caller's is not sent: it copied it from elsewhere. */
    public static boolean isReserved(String field) {
        return field.regionMatches(true, 0, RESERVED_PREFIX, 0, RESERVED_PREFIX.length());
    }

    /**
     * Begins the span of an attempt, and sets the fields of its request that tell of the trace.
     *
     * @param parent the observation of the call, or null to take the span that is current on this thread
     * @param header sets a field by name and value, and replaces what is there
     */
    public AttemptSpan trace(Attempt attempt, @Nullable Observation parent, BiConsumer<String, String> header) {
        return spans.begin(call, attempt, parent, header);
    }

    /**
     * Sets the fields of an attempt's request that are the mesh's. Hosts outside the mesh are told nothing.
     *
     * @param waitNanos for how long the adapter waits for the attempt's head, from the attempt's start
     * @param header sets a field by name and value, and replaces what is there
     */
    public void introduce(Attempt attempt, long waitNanos, BiConsumer<String, String> header) {
        if (call.callee().isOutside()) {
            return;
        }
        header.accept(MeshHeaders.CALLER, self.value());
        header.accept(MeshHeaders.ATTEMPT, Integer.toString(attempt.number()));
        long nanos = call.announcedTimeoutNanos(attempt, waitNanos);
        if (nanos != Call.UNLIMITED) {
            header.accept(MeshHeaders.TIMEOUT, Long.toString(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos))));
        }
        if (context != null && !context.overrides().isEmpty()) {
            header.accept(MeshHeaders.ROUTE, context.overrides().header());
        }
        if (isShadow()) {
            header.accept(MeshHeaders.SHADOW, "true");
        }
        if (context != null && !identified) {
            header.accept(MeshHeaders.REQUEST_ID, context.requestId());
        }
    }

    /** A response is handed to the caller: the request that the call was made for is told of it. */
    public void delivered(Headers response) {
        if (context == null) {
            return;
        }
        String via = response.first(MeshHeaders.VIA);
        if (via != null && !call.callee().isOutside()) {
            context.passedThrough(via);
        }
        if (call.isSpent()) {
            context.markSpent();
        }
    }

    /** Why a failing response is handed on all the same, for its {@code mesh-reason}; null if there is nothing to say. */
    public @Nullable String reason() {
        Attempt latest = call.latest();
        if (!call.isSpent() || latest == null) {
            return null;
        }
        return call.service() + ": " + latest.status() + " after " + latest.number()
                + (latest.number() == 1 ? " attempt" : " attempts") + "; no further retry was allowed";
    }

    /**
     * The exception for the caller of a call that has failed.
     *
     * @param cause what the last attempt met on the wire, or null
     */
    public MeshException failed(Failure failure, @Nullable Throwable cause) {
        if (context != null && call.isSpent()) {
            context.markSpent();
        }
        if (outside != null && call.callee().isOutside()) {
            outside.failed(call.callee());
        }
        return MeshException.of(call, failure, cause);
    }

    /**
     * The exception for the caller of a call whose response broke off in its body.
     *
     * @param outcome how the attempt has ended
     * @param bytes how much of the body had come
     * @param cause what was met on the wire, or null
     */
    public MeshException brokenOff(Outcome outcome, long bytes, @Nullable Throwable cause) {
        Failure.Reason reason = switch (outcome) {
            case BODY_TIMEOUT -> Failure.Reason.DEADLINE;
            case CANCELLED -> Failure.Reason.CANCELLED;
            default -> Failure.Reason.ATTEMPTS_FAILED;
        };
        Attempt latest = call.latest();
        String from = latest == null ? "" : " from " + latest.endpoint().address();
        Failure failure = new Failure(
                call.service(), reason, call.service() + ": " + outcome.words() + from + ", after " + bytes + " bytes");
        return new BrokenResponseException(failure, call.trace(), call.isSpent(), cause);
    }
}
