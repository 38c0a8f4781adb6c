package dev.weft.registry.stream;

import dev.weft.mesh.document.KeyPaths;
import dev.weft.mesh.model.ServiceName;
import dev.weft.registry.store.StorePosition;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A client and what it is still to be told: which services have changed, and not what of them. So whoever is slow is told
 * the latest once, and costs no more than whoever is quick.
 */
final class Watcher {

    /** Which client it is: an instance has one stream at a time. */
    record Id(String service, String instance) {

        static Id of(WatchRequest.Client client) {
            return new Id(client.service(), client.instance());
        }

        @Override
        public String toString() {
            return instance + " of " + service;
        }
    }

    /** So many services an instance may call. */
    private static final int MOST_SERVICES = 10_000;

    private final WatchRequest.Client client;
    private final Features features;
    private final Instant since = Instant.now();

    private final Map<ServiceName, Subscription> subscriptions = new ConcurrentHashMap<>();
    private final Set<ServiceName> wanted = new HashSet<>();
    private final Queue<Subscription> changed = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean unsettled;
    private final AtomicBoolean settled = new AtomicBoolean();
    private final AtomicBoolean beat = new AtomicBoolean();

    /** Of whoever writes. */
    private final Queue<byte[]> events = new ArrayDeque<>();

    private volatile Runnable wake = () -> {};

    Watcher(WatchRequest.Client client, Wire.Hello hello) {
        this.unsettled = new AtomicBoolean(!hello.settled());
        this.client = client;
        this.features = new Features(client.features());
        events.add(Events.encode("hello", hello));
    }

    Id id() {
        return Id.of(client);
    }

    /** Sets what is called when there is something to write. */
    void onEvent(Runnable newWake) {
        wake = newWake;
    }

    /**
     * Notes what it wants to watch.
     *
     * @throws IllegalArgumentException if that is more than it may
     */
    synchronized void want(List<WatchRequest.Wish> wishes) {
        Set<ServiceName> all = new HashSet<>(wanted);
        wishes.forEach(wish -> all.add(wish.service()));
        if (all.size() > MOST_SERVICES) {
            throw new IllegalArgumentException("services: " + all.size()
                    + " of them with those of before (expected: at most " + MOST_SERVICES + " in a stream)");
        }
        wanted.addAll(all);
    }

    /** The services that it watches. Changed on the stream's thread only. */
    Map<ServiceName, Subscription> subscriptions() {
        return subscriptions;
    }

    void changed(Subscription subscription) {
        changed.add(subscription);
        wake.run();
    }

    /** The registry has heard from everybody: what was sent before may have been too little. */
    void settle() {
        if (unsettled.getAndSet(false)) {
            settled.set(true);
            wake.run();
        }
    }

    /** It is time to say that the registry is there. */
    void beat() {
        beat.set(true);
        wake.run();
    }

    /** The next event, or null if there is none. Called by whoever writes, one thread at a time. */
    byte @Nullable [] next() {
        byte[] event = events.poll();
        if (event != null) {
            return event;
        }
        if (settled.getAndSet(false)) {
            events.add(Events.encode("settled", Map.of()));
            subscriptions.values().forEach(Subscription::forget);
            changed.addAll(subscriptions.values());
        }
        while (events.isEmpty()) {
            Subscription subscription = changed.poll();
            if (subscription == null) {
                return beat.getAndSet(false) ? Events.HEARTBEAT : null;
            }
            subscription.drain(features, events::add);
        }
        return events.poll();
    }

    /** The client has said what it has made of rules. */
    void report(Report report) {
        Subscription subscription = subscriptions.get(ServiceName.of(report.service()));
        if (subscription != null) {
            subscription.report(report);
        }
    }

    /** What the client knew of stores when it came. */
    Stream<Claim> claims() {
        return subscriptions.values().stream()
                .map(Subscription::known)
                .flatMap(Stream::ofNullable)
                .map(this::claim);
    }

    Claim claim(StorePosition known) {
        return new Claim(client.service(), client.instance(), known);
    }

    ClientView view(Versions versions) {
        return new ClientView(
                client.service(),
                client.instance(),
                client.starter(),
                KeyPaths.all().stream().filter(key -> !features.contain(key)).toList(),
                since,
                subscriptions.values().stream()
                        .map(subscription -> subscription.view(versions))
                        .sorted(Comparator.comparing(ClientView.Service::name))
                        .toList());
    }
}
