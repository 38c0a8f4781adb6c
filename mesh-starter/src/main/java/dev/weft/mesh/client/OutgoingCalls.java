package dev.weft.mesh.client;

import dev.weft.mesh.context.MeshContext;
import dev.weft.mesh.context.MeshHeaders;
import dev.weft.mesh.directory.FirstWords;
import dev.weft.mesh.directory.OutsideHosts;
import dev.weft.mesh.engine.Call;
import dev.weft.mesh.engine.CopyResult;
import dev.weft.mesh.engine.Engine;
import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.Headers;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.Mirror;
import dev.weft.mesh.security.EgressPolicy;
import dev.weft.mesh.telemetry.AttemptSpans;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Begins the calls that this process makes, whatever transport carries them. Thread-safe. */
public final class OutgoingCalls {

    private final Engine engine;
    private final ServiceName self;
    private final AttemptSpans spans;
    private final AttemptSpans spansOfCopies;
    private final @Nullable OutsideHosts outside;
    private final @Nullable FirstWords firstWords;

    /** Where no hosts outside the mesh are called, and no call waits. */
    public OutgoingCalls(Engine engine, ServiceName self, AttemptSpans spans) {
        this(engine, self, spans, null, null);
    }

    /**
     * @param self the service that this process is, as its peers are told
     * @param outside the hosts outside the mesh, or null if none are called
     * @param firstWords what the first call of a service waits for, or null if for nothing
     */
    public OutgoingCalls(
            Engine engine,
            ServiceName self,
            AttemptSpans spans,
            @Nullable OutsideHosts outside,
            @Nullable FirstWords firstWords) {
        this.engine = engine;
        this.self = self;
        this.spans = spans;
        this.spansOfCopies = spans.ofCopies();
        this.outside = outside;
        this.firstWords = firstWords;
    }

    /**
     * Prepares a call: the addresses of a host outside the mesh may have to be looked up first, and of a service that was
     * never called a stream may be about to tell.
     *
     * @param patience for how long at most the caller waits for the response's head, or null
     * @return what to wait for before the call begins, or null if there is nothing to wait for
     */
    public @Nullable Preparation prepare(
            ServiceName service, @Nullable MeshContext context, @Nullable Duration patience) {
        CompletableFuture<Void> ready = ready(service);
        if (ready == null) {
            return null;
        }
        Preparation whole =
                Preparation.of(ready, engine.rules(service).timeouts(), context, patience, System.nanoTime());
        // Without its addresses a host outside can't be called, without the stream's word a service can.
        return service.isOutside() ? whole : whole.half();
    }

    private @Nullable CompletableFuture<Void> ready(ServiceName service) {
        if (service.isOutside()) {
            return outside == null ? null : outside.ready(service);
        }
        return firstWords == null || engine.hasMet(service) ? null : firstWords.of(service);
    }

    /**
     * Begins a call.
     *
     * @param context the request that the caller itself serves, or null
     */
    public OutgoingCall begin(OutgoingRequest request, @Nullable MeshContext context) {
        return begin(request, context, null, System.nanoTime());
    }

    /**
     * Begins a call that was prepared for.
     *
     * @param context the request that the caller itself serves, or null
     * @param patience for how long at most the caller waits for the response's head, retries included, or null
     * @param nanos when the caller began to wait
     */
    public OutgoingCall begin(
            OutgoingRequest request, @Nullable MeshContext context, @Nullable Duration patience, long nanos) {
        Headers headers = request.headers();
        CallRequest called = new CallRequest(
                request.service(),
                request.scheme(),
                request.port(),
                request.method(),
                request.path(),
                request.uri().getRawQuery(),
                headers,
                request.replayable(),
                request.isStreaming(),
                context == null ? null : context.deadline(),
                patience,
                context == null ? null : context.overrides().of(request.service()),
                context == null ? null : context.identity(),
                request.called());
        Call call = request.service().equals(EgressPolicy.UNREADABLE)
                ? engine.refuse(called, EgressPolicy.unreadable(LogicalHosts.authority(request.uri())), nanos)
                : engine.begin(called, nanos);
        return new OutgoingCall(call, self, spans, context, headers.first(MeshHeaders.REQUEST_ID) != null, outside);
    }

    /**
     * Begins a copy of a call, to be sent with the path of that call; null if it is dropped.
     *
     * @param uri of the call
     * @param headers of the call, as its caller set them
     */
    public @Nullable OutgoingCopy copy(OutgoingCall original, Mirror mirror, URI uri, Headers headers) {
        Call call = original.call();
        CallRequest request = CallRequest.of(call.service(), call.method(), call.path())
                .withQuery(uri.getRawQuery())
                .withHeaders(headers);
        Call copy = engine.copy(mirror, request, System.nanoTime());
        MeshContext context = original.context();
        return copy == null
                ? null
                : new OutgoingCopy(
                        copy,
                        self,
                        spansOfCopies,
                        context == null ? null : context.ofCopy(),
                        headers.first(MeshHeaders.REQUEST_ID) != null,
                        mirror,
                        call.choice());
    }

    /** Counts a copy that is not made because the request's body is too long for it. */
    public void tooLong(OutgoingCall original, Mirror mirror) {
        engine.notCopied(mirror, original.call().service(), CopyResult.BODY);
    }
}
