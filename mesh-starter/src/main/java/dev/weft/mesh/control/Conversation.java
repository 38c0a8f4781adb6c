package dev.weft.mesh.control;

import dev.weft.mesh.control.EventParser.Event;
import dev.weft.mesh.control.Outgoing.Watched;
import dev.weft.mesh.model.ServiceName;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * All that is said on one stream, from the request that opens it to its end: what comes goes to the endpoints and the rules,
 * and who hears nothing for too long hangs up. Confined to the loop.
 */
final class Conversation implements PeerStream.Listener {

    private static final Duration HELLO = Duration.ofSeconds(6);

    /** Until what was not said again after the registry has settled is taken to be so. */
    private static final Duration SETTLED = Duration.ofSeconds(2);

    /** In which a peer has certainly read what another one has written. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    /** So many heartbeats may be missed. */
    private static final int MISSED = 3;

    private final RegistryPeer peer;
    private final StreamHttp http;
    private final ScheduledExecutorService loop;
    private final StreamedEndpoints endpoints;
    private final StoreRules rules;
    private final Owner owner;
    private final PeerStream stream;
    private final Set<ServiceName> named = new HashSet<>();

    private Duration silence = HELLO;
    private long heardNanos = System.nanoTime();
    private @Nullable Outbox outbox;
    private boolean over;

    /** Who keeps a stream open. */
    interface Owner {

        /** The stream is open. */
        void open(Conversation conversation, Incoming.Hello hello);

        /** The registry knows everybody now. */
        void settled();

        /** Endpoints were taken. */
        void placed(ServiceName service);

        /** Rules were taken, or refused: they may name further services. */
        void ruled(ServiceName service);

        /** There is no stream to be had, as the peer says. */
        void refused(Conversation conversation, HttpResponse<String> answer);

        /** There was none, or it is at its end. */
        void ended(Conversation conversation, String why);
    }

    Conversation(
            RegistryPeer peer,
            StreamHttp http,
            ScheduledExecutorService loop,
            StreamedEndpoints endpoints,
            StoreRules rules,
            Owner owner) {
        this.peer = peer;
        this.http = http;
        this.loop = loop;
        this.endpoints = endpoints;
        this.rules = rules;
        this.owner = owner;
        this.stream = new PeerStream(loop, this);
    }

    RegistryPeer peer() {
        return peer;
    }

    /** Asks for a stream about these services. */
    void begin(StreamIdentity self, Collection<ServiceName> services) {
        named.addAll(services);
        byte[] body = Outgoing.json(
                new Outgoing.Open(self, services.stream().map(this::watched).toList()));
        http.open(peer, body, stream);
        listen();
    }

    /** Asks about one more, if it is one more. */
    void name(ServiceName service) {
        if (outbox != null && named.add(service)) {
            outbox.add(watched(service));
        }
    }

    /** Hangs up. */
    void close() {
        over = true;
        stream.close();
        if (outbox != null) {
            outbox.close();
            endpoints.end();
        }
    }

    private Watched watched(ServiceName service) {
        return new Watched(
                service.value(),
                endpoints.version(service),
                rules.version(service),
                rules.isIncomplete(service) ? true : null);
    }

    /** Looks, as often as something should come, whether something came. */
    private void listen() {
        loop.schedule(
                () -> {
                    if (over) {
                        return;
                    }
                    if (System.nanoTime() - heardNanos > silence.toNanos()) {
                        end("nothing was heard for " + silence.toSeconds() + " s");
                    } else {
                        listen();
                    }
                },
                silence.toMillis() / MISSED,
                TimeUnit.MILLISECONDS);
    }

    private void end(String why) {
        if (!over) {
            close();
            owner.ended(this, why);
        }
    }

    @Override
    public void heard() {
        heardNanos = System.nanoTime();
    }

    @Override
    public void refused(HttpResponse<String> answer) {
        close();
        owner.refused(this, answer);
    }

    @Override
    public void ended(String why) {
        end(why);
    }

    @Override
    public void event(Event event) {
        switch (event.name()) {
            case "hello" -> hello(Incoming.Hello.of(Incoming.json(event.data())));
            case "settled" -> settled();
            case "endpoints" -> endpoints(Incoming.Endpoints.of(Incoming.json(event.data())));
            case "rules" -> rules(Incoming.Rules.of(Incoming.json(event.data())));
            default -> {
                // A newer registry's.
            }
        }
    }

    private void hello(Incoming.Hello hello) {
        silence = Duration.ofSeconds((long) MISSED * hello.heartbeatSeconds());
        outbox = new Outbox(http, loop, peer, hello.session(), () -> end("the registry no longer knows it"));
        endpoints.begin(hello.settled());
        owner.open(this, hello);
    }

    private void settled() {
        endpoints.settle();
        owner.settled();
        loop.schedule(
                () -> {
                    if (!over) {
                        endpoints.closePartial();
                    }
                },
                SETTLED.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void endpoints(Incoming.Endpoints said) {
        endpoints.take(said);
        owner.placed(said.service());
    }

    private void rules(Incoming.Rules said) {
        Outgoing.Report report = rules.take(said);
        if (outbox != null) {
            outbox.add(report);
        }
        if (!report.applied()) {
            loop.schedule(() -> rules.warnIfStrange(said), GRACE.toMillis(), TimeUnit.MILLISECONDS);
        }
        owner.ruled(said.service());
    }
}
