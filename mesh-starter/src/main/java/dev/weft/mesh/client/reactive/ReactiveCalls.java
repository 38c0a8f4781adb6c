package dev.weft.mesh.client.reactive;

import dev.weft.mesh.client.OutgoingCall;
import dev.weft.mesh.client.OutgoingCalls;
import dev.weft.mesh.context.MeshContext;
import dev.weft.mesh.engine.Attempt;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.telemetry.AttemptSpan;
import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.util.context.ContextView;

/** Makes calls by logical name over Reactor Netty. Thread-safe. */
public final class ReactiveCalls {

    private final OutgoingCalls calls;
    private final HttpClient client;
    private final ConnectLimits limits;
    private final Scheduler scheduler = Schedulers.parallel();

    /** @param client sends single attempts, by {@link MeshHttpClient} */
    public ReactiveCalls(OutgoingCalls calls, HttpClient client) {
        this.calls = calls;
        this.client = client;
        this.limits = new ConnectLimits(client);
    }

    /** The same calls, with endpoints that speak TLS as the settings have it. */
    ReactiveCalls with(ConnectorSettings settings) {
        return settings.sslBundle() == null ? this : new ReactiveCalls(calls, settings.secured(client));
    }

    /**
     * Makes the call when subscribed to, and ends with the response that the engine lets through, or with a {@link
     * dev.weft.mesh.client.MeshException}, or with a {@link LocalAnswer}. Until then cancelling ends the call; afterwards the response's body does. The
     * request that the call is made for, and the observation above it, come from Reactor's context.
     */
    public Mono<NettyReply> exchange(ServiceName service, ReactiveRequest request) {
        return Mono.deferContextual(context -> {
            OutgoingCall call = calls.begin(
                    service,
                    request.uri(),
                    request.method(),
                    request.headers()::get,
                    request.body().isKept(),
                    served(context),
                    request.limits().response());
            Observation above = context.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
            return new CallLoop<NettyReply>(
                            call, attempt -> send(call, attempt, request, above), scheduler, System::nanoTime)
                    .run()
                    .doFinally(signal -> request.body().release());
        });
    }

    private Mono<NettyReply> send(
            OutgoingCall call, Attempt attempt, ReactiveRequest request, @Nullable Observation above) {
        return Mono.create(sink -> {
            AttemptHead head = AttemptHead.of(request, call.call(), attempt.endpoint());
            AttemptSpan span = call.announce(attempt, request.limits().headNanos(attempt), above, head.headers()::set);
            Running running = new Running(call, attempt, span, request.limits(), System::nanoTime);
            HttpClient limited = limits.within(request.limits().connectNanos(call.call()), head.isSecure());
            new NettyAttempt(running, request.body(), head, sink, scheduler).start(limited);
        });
    }

    private static @Nullable MeshContext served(ContextView context) {
        MeshContext carried = context.getOrDefault(MeshContext.KEY, null);
        return carried != null ? carried : MeshContext.current();
    }
}
