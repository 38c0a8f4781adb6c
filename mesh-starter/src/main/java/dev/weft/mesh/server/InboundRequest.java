package dev.weft.mesh.server;

import dev.weft.mesh.context.MeshContext;
import dev.weft.mesh.context.MeshHeaders;
import dev.weft.mesh.model.Deadline;
import dev.weft.mesh.telemetry.ServerMeters;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A request that is being served. Thread-safe. */
final class InboundRequest {

    /** Where servers keep it with their own request, or in its context. */
    static final String ATTRIBUTE = InboundRequest.class.getName();

    private static final int SERVER_ERROR = 500;
    private static final int LATE = 504;

    /** Work is not worth starting when no more than this is left. */
    private static final long LEAST_NANOS = 1_000_000;

    private final MeshContext context;
    private final @Nullable String caller;
    private final ServerSettings settings;
    private final String hop;
    private final DrainState drain;
    private final ServerMeters meters;
    private final long cameNanos;
    private final long startedNanos;
    private final AtomicBoolean ended = new AtomicBoolean();

    /** @param hop how this process calls itself in {@code mesh-via} */
    InboundRequest(
            MeshContext context,
            @Nullable String caller,
            ServerSettings settings,
            String hop,
            DrainState drain,
            ServerMeters meters,
            long cameNanos,
            long startedNanos) {
        this.context = context;
        this.caller = caller;
        this.settings = settings;
        this.hop = hop;
        this.drain = drain;
        this.meters = meters;
        this.cameNanos = cameNanos;
        this.startedNanos = startedNanos;
    }

    MeshContext context() {
        return context;
    }

    /** The answer for a request whose caller no longer waits as it is begun, or is about to go; or null. */
    @Nullable
    Problem refusal() {
        return refusal(startedNanos);
    }

    /** The same later on: filters of the application, such as those that sign users in, take time before work begins. */
    @Nullable
    Problem refusal(long nanos) {
        Deadline deadline = context.deadline();
        if (deadline == null || deadline.left(nanos) > LEAST_NANOS) {
            return null;
        }
        return new Problem(
                LATE,
                settings.service() + ": the caller's time was over " + overSince(deadline, nanos)
                        + "; no work was started");
    }

    private String overSince(Deadline deadline, long nanos) {
        if (deadline.left(cameNanos) <= LEAST_NANOS) {
            return "before its request came";
        }
        if (deadline.left(startedNanos) <= LEAST_NANOS) {
            return "while its request waited " + millis(startedNanos - cameNanos) + " ms for a thread";
        }
        return "while its request was " + millis(nanos - startedNanos) + " ms on its way through filters";
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }

    /**
     * Sets the mesh's fields of the answer. May be called again when the status has changed.
     *
     * @param header sets a field by name and value, and replaces what is there
     */
    void answer(int status, BiConsumer<String, String> header) {
        if (settings.via()) {
            header.accept(MeshHeaders.VIA, via(context.hops()));
        }
        if (status >= SERVER_ERROR && context.isSpent()) {
            header.accept(MeshHeaders.RETRY, "no");
        }
        if (drain.draining()) {
            header.accept("Connection", "close");
            header.accept(MeshHeaders.LEAVING, "true");
        }
    }

    /** This process, then those that it has asked, in a fixed order. */
    private String via(List<String> below) {
        return below.isEmpty() ? hop : hop + ", " + String.join(", ", below);
    }

    /** The request is over. The first end counts. */
    void end(int status, long nanos) {
        if (ended.compareAndSet(false, true)) {
            meters.ended(caller, status, nanos - startedNanos);
        }
    }
}
