package dev.weft.mesh.server;

import dev.weft.mesh.context.MeshContext;
import dev.weft.mesh.context.MeshHeaders;
import dev.weft.mesh.context.Overrides;
import dev.weft.mesh.context.RequestIds;
import dev.weft.mesh.context.TraceHeaders;
import dev.weft.mesh.model.Deadline;
import dev.weft.mesh.model.Headers;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.telemetry.ServerMeters;
import org.jspecify.annotations.Nullable;

/** Begins the requests that arrive, whatever server brings them. Thread-safe. */
public final class InboundRequests {

    private final ServerSettings settings;
    private final String hop;
    private final DrainState drain;
    private final ServerMeters meters;

    public InboundRequests(ServerSettings settings, DrainState drain, ServerMeters meters) {
        this.settings = settings;
        this.hop = settings.hop();
        this.drain = drain;
        this.meters = meters;
    }

    /** Whether a request to this path, within the application, is the mesh's affair. */
    boolean concerns(String path) {
        return !settings.isManagement(path);
    }

    /**
     * Begins a request. Garbage in a header is as if the header were not there.
     *
     * @param cameNanos since when it has waited to be begun; what its caller has left, it had then
     */
    InboundRequest begin(Headers headers, long cameNanos, long nanos) {
        meters.began();
        TraceHeaders.garbage(headers, meters::ignored);
        Long left = InboundDeadline.leftNanos(headers, meters::ignored);
        MeshContext context = new MeshContext(
                requestId(headers),
                left == null ? null : Deadline.after(left, cameNanos),
                overrides(headers),
                isShadow(headers));
        return new InboundRequest(context, caller(headers), settings, hop, drain, meters, cameNanos, nanos);
    }

    private String requestId(Headers headers) {
        String given = headers.first(MeshHeaders.REQUEST_ID);
        if (given != null && RequestIds.isValid(given)) {
            return given;
        }
        if (given != null) {
            meters.ignored(MeshHeaders.REQUEST_ID);
        }
        return RequestIds.next();
    }

    private Overrides overrides(Headers headers) {
        String given = headers.first(MeshHeaders.ROUTE);
        Overrides read = given == null ? Overrides.NONE : Overrides.parse(given);
        if (read == null) {
            meters.ignored(MeshHeaders.ROUTE);
            return Overrides.NONE;
        }
        return read;
    }

    private boolean isShadow(Headers headers) {
        String given = headers.first(MeshHeaders.SHADOW);
        boolean shadow = "true".equalsIgnoreCase(given);
        if (given != null && !shadow) {
            meters.ignored(MeshHeaders.SHADOW);
        }
        return shadow;
    }

    private @Nullable String caller(Headers headers) {
        String given = headers.first(MeshHeaders.CALLER);
        ServiceName caller = given == null ? null : ServiceName.read(given);
        if (given != null && caller == null) {
            meters.ignored(MeshHeaders.CALLER);
        }
        // Folded, as names are: a letter that only becomes one of ours by folding must not be a meter's tag.
        return caller == null ? null : caller.value();
    }
}
