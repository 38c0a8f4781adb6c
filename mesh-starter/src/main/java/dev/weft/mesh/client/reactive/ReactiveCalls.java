package dev.weft.mesh.client.reactive;

import dev.weft.mesh.client.Alarms;
import dev.weft.mesh.client.OutgoingCall;
import dev.weft.mesh.client.OutgoingCalls;
import dev.weft.mesh.client.OutgoingCopy;
import dev.weft.mesh.client.OutgoingRequest;
import dev.weft.mesh.client.Preparation;
import dev.weft.mesh.context.MeshContext;
import dev.weft.mesh.engine.Attempt;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.Mirror;
import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.netty.util.AttributeKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.util.context.ContextView;

/** Makes calls through the mesh over Reactor Netty. Thread-safe. */
public final class ReactiveCalls {

    private static final Logger log = LoggerFactory.getLogger(ReactiveCalls.class);

    private static final AttributeKey<Boolean> COPIES = AttributeKey.valueOf(ReactiveCalls.class, "copies");

    private static final AttributeKey<Boolean> ONCE = AttributeKey.valueOf(ReactiveCalls.class, "once");

    private final OutgoingCalls calls;
    private final HttpClient client;
    private final EndpointClients clients;
    private final EndpointClients clientsOfCopies;
    private final EndpointClients clientsOfNew;
    private final AtomicReference<@Nullable ConnectorSettings> secure;
    private final Alarms alarms;
    private final Scheduler scheduler = Schedulers.parallel();

    /**
     * @param client sends single attempts, by {@link MeshHttpClient}
     * @param alarms closed by whoever has made them
     */
    public ReactiveCalls(OutgoingCalls calls, HttpClient client, Alarms alarms) {
        this(calls, client, alarms, new AtomicReference<>());
    }

    private ReactiveCalls(
            OutgoingCalls calls,
            HttpClient client,
            Alarms alarms,
            AtomicReference<@Nullable ConnectorSettings> secure) {
        this.calls = calls;
        this.alarms = alarms;
        this.secure = secure;
        this.client = client;
        this.clients = new EndpointClients(client);
        // Reactor Netty keeps connections by the settings that they were made with: these are not those of the calls.
        this.clientsOfCopies = new EndpointClients(client.attr(COPIES, true));
        // Whatever the server says of keeping them, none of these is kept, so each is a new one.
        this.clientsOfNew = new EndpointClients(
                client.attr(ONCE, true).doOnRequest((request, connection) -> connection.markPersistent(false)));
    }

    /** The same calls, with endpoints that speak TLS as the settings have it. */
    ReactiveCalls with(ConnectorSettings settings) {
        if (settings.sslBundle() == null) {
            return this;
        }
        secure.set(settings);
        return new ReactiveCalls(calls, settings.secured(client), alarms, secure);
    }

    /** Another client, with the trust of that one of these calls' clients that was last given any. */
    HttpClient secured(HttpClient other) {
        ConnectorSettings known = secure.get();
        return known == null ? other : known.secured(other);
    }

    /**
     * Makes the call when subscribed to, and ends with the response that the engine lets through, or with a {@link
     * dev.weft.mesh.client.MeshException}, or with a {@link LocalAnswer}. Until then cancelling ends the call; afterwards the response's body does. The
     * request that the call is made for, and the observation above it, come from Reactor's context.
     */
    public Mono<NettyReply> exchange(ServiceName service, ReactiveRequest request) {
        return Mono.deferContextual(context -> {
            MeshContext served = served(context);
            long began = System.nanoTime();
            Preparation preparation =
                    calls.prepare(service, served, request.limits().response());
            Observation above = context.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
            if (preparation == null && request.body().isKept()) {
                // As most are: nothing to wait for, and nothing to let go of.
                return call(service, request, served, above, began);
            }
            Mono<NettyReply> call = Mono.defer(() -> call(service, request, served, above, began));
            return (preparation == null ? call : wait(preparation).then(call))
                    .doFinally(signal -> request.body().release());
        });
    }

    /** Waits, if need be, until it is known what a host outside the mesh stands for, or until it is too late for a call. */
    public Mono<Void> prepare(ServiceName service) {
        return Mono.deferContextual(context -> {
            Preparation preparation = calls.prepare(service, served(context), null);
            return preparation == null ? Mono.empty() : wait(preparation);
        });
    }

    /** Until it is known what there is to know before a call begins; one that is late by then says so itself. */
    private Mono<Void> wait(Preparation preparation) {
        return Mono.fromFuture(preparation.ready(), true)
                .publishOn(scheduler)
                .timeout(Duration.ofNanos(preparation.nanos()), Mono.empty(), scheduler);
    }

    private Mono<NettyReply> call(
            ServiceName service,
            ReactiveRequest request,
            @Nullable MeshContext served,
            @Nullable Observation above,
            long began) {
        OutgoingRequest announced = new OutgoingRequest(
                service,
                request.uri(),
                request.scheme(),
                request.called(),
                request.method(),
                request.headers()::get,
                request.body().isKept());
        OutgoingCall call = calls.begin(announced, served, request.limits().response(), began);
        return new CallLoop<NettyReply>(
                        call, attempt -> send(call, attempt, request, above), scheduler, System::nanoTime)
                .run();
    }

    private Mono<NettyReply> send(
            OutgoingCall call, Attempt attempt, ReactiveRequest request, @Nullable Observation above) {
        return Mono.create(sink -> {
            boolean anew = call.call().distrustsConnections();
            start(call, attempt, request, above, anew ? clientsOfNew : clients, sink);
            copy(call, request, above);
        });
    }

    private void start(
            OutgoingCall call,
            Attempt attempt,
            ReactiveRequest request,
            @Nullable Observation above,
            EndpointClients connections,
            MonoSink<NettyReply> sink) {
        AttemptHead head = new AttemptHead(request, call, attempt);
        Running running = new Running(call, attempt, head.begin(above), request.limits(), System::nanoTime);
        HttpClient.RequestSender there = connections.to(
                head.method(),
                call.call().callee(),
                attempt.endpoint(),
                head.isSecure(),
                request.limits().connectNanos(call.call()));
        new NettyAttempt(running, request.body(), head, sink, alarms, scheduler).start(there);
    }

    /** Sends the copies that mirror rules want; nobody waits for them. */
    private void copy(OutgoingCall call, ReactiveRequest request, @Nullable Observation above) {
        List<Mirror> mirrors = call.takeMirrors();
        for (Mirror mirror : mirrors) {
            if (!request.body().isKept()) {
                calls.tooLong(call, mirror);
                continue;
            }
            Mono.fromSupplier(() -> calls.copy(call, mirror, request.uri(), request.headers()::get))
                    .flatMap(copy -> new CallLoop<NettyReply>(
                                    copy,
                                    attempt -> sendCopy(copy, attempt, request, above),
                                    scheduler,
                                    System::nanoTime)
                            .run())
                    .flatMapMany(NettyReply::body)
                    // An error here is the copy's alone, whatever it is: the real call must not hear of it.
                    .subscribe(null, error -> log.debug("A copy has failed", error));
        }
    }

    private Mono<NettyReply> sendCopy(
            OutgoingCopy copy, Attempt attempt, ReactiveRequest request, @Nullable Observation above) {
        return Mono.create(sink -> start(copy, attempt, request, above, clientsOfCopies, sink));
    }

    private static @Nullable MeshContext served(ContextView context) {
        MeshContext carried = context.getOrDefault(MeshContext.KEY, null);
        return carried != null ? carried : MeshContext.current();
    }
}
