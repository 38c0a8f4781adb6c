package dev.weft.registry.stream;

import dev.weft.registry.RegistryProperties;
import dev.weft.registry.store.RuleStore;
import dev.weft.registry.store.Snapshot;
import dev.weft.registry.store.StorePosition;
import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Everybody who watches, each from its request until its stream ends. Thread-safe. */
@Component
public final class Watchers implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Watchers.class);
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);

    private static final long MEBIBYTE = 1 << 20;

    /** As the bench has measured: some 3,000 in 1 GiB, beside ten thousand instances. */
    private static final int WATCHERS_OF_A_MEBIBYTE = 3;

    private static final Duration SOON = Duration.ofSeconds(1);

    /** In which a peer has certainly read what another one has written. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final StreamThread thread;
    private final Feeds feeds;
    private final RuleStore store;
    private final Versions versions;
    private final Peer peer;
    private final RegistryProperties settings;
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();

    /** The session that each client opened last. */
    private final Map<Watcher.Id, String> latest = new ConcurrentHashMap<>();

    /** Where the store was when somebody was last warned of it. Of the stream's thread. */
    private @Nullable StorePosition warned;

    private volatile boolean running;
    private volatile boolean settled;
    private volatile long started = System.nanoTime();

    private record Session(Watcher watcher, EventWriter writer, Future<?> heartbeat) {}

    Watchers(
            StreamThread thread,
            Feeds feeds,
            RuleStore store,
            Versions versions,
            Peer peer,
            RegistryProperties settings) {
        this.thread = thread;
        this.feeds = feeds;
        this.store = store;
        this.versions = versions;
        this.peer = peer;
        this.settings = settings;
    }

    /** Why a client is not let in now, or null. */
    @Nullable
    String refusal(WatchRequest.Client client) {
        if (!running) {
            return "the registry starts, or ends";
        }
        int most = mostWatchers();
        boolean again = latest.containsKey(Watcher.Id.of(client));
        return sessions.size() < most || again ? null : "the registry has its " + most + " watchers, and takes no more";
    }

    private int mostWatchers() {
        Integer set = settings.maxWatchers();
        return set != null ? set : (int) (Runtime.getRuntime().maxMemory() / MEBIBYTE * WATCHERS_OF_A_MEBIBYTE);
    }

    /** Lets a client in. */
    void open(WatchRequest request, AsyncContext async) throws IOException {
        String id = UUID.randomUUID().toString();
        boolean complete = settled;
        Wire.Hello hello =
                new Wire.Hello(id, peer.url(), Wire.Store.at(store.held().position()), complete, HEARTBEAT.toSeconds());
        Watcher watcher = new Watcher(request.client(), hello);
        watcher.want(request.services());
        EventWriter writer = new EventWriter(async, watcher::next, () -> closed(id));
        watcher.onEvent(writer::wake);
        sessions.put(id, new Session(watcher, writer, thread.repeat(watcher::beat, HEARTBEAT)));
        endEarlier(watcher.id(), latest.put(watcher.id(), id));
        thread.execute(() -> {
            join(id, watcher, request.services());
            if (settled) {
                watcher.settle();
            }
        });
        try {
            writer.start();
        } catch (RuntimeException e) {
            closed(id);
            throw e;
        }
    }

    /** Whoever comes again has lost its stream, also where the network hasn't said so yet. */
    private void endEarlier(Watcher.Id client, @Nullable String id) {
        Session session = id == null ? null : sessions.get(id);
        if (session != null) {
            LOG.info("{} comes again: its last stream, which is still open, ends", client);
            session.writer.close();
        }
    }

    /**
     * Adds services to what a client watches.
     *
     * @return whether there is such a stream
     * @throws IllegalArgumentException if it would watch more than it may
     */
    boolean add(String id, List<WatchRequest.Wish> services) {
        Session session = sessions.get(id);
        if (session != null) {
            session.watcher.want(services);
            thread.execute(() -> join(id, session.watcher, services));
        }
        return session != null;
    }

    /**
     * Notes what a client has made of its rules.
     *
     * @return whether there is such a stream
     */
    boolean report(String id, List<Report> reports) {
        Session session = sessions.get(id);
        if (session != null) {
            // Behind the services that it has added before.
            thread.execute(() -> reports.forEach(session.watcher::report));
        }
        return session != null;
    }

    private void join(String id, Watcher watcher, List<WatchRequest.Wish> services) {
        for (WatchRequest.Wish wish : services) {
            // It may have left meanwhile; and who says something twice says it once.
            if (sessions.containsKey(id) && !watcher.subscriptions().containsKey(wish.service())) {
                StreamThread.apart(wish.service() + " to " + watcher.id(), () -> join(watcher, wish));
            }
        }
    }

    private void join(Watcher watcher, WatchRequest.Wish wish) {
        StorePosition known = wish.rules() == null ? null : wish.rules().position();
        long endpoints = versions.number(wish.endpoints());
        Subscription subscription =
                feeds.watch(wish.service(), feed -> new Subscription(feed, watcher, endpoints, known, wish.again()));
        watcher.subscriptions().put(wish.service(), subscription);
        subscription.mark();
        if (known != null) {
            warnOf(watcher.claim(known));
        }
    }

    /** A client knows more than the store: unless this peer is only about to read it, that should be seen. */
    private void warnOf(Claim claim) {
        Snapshot now = store.held();
        if (now.mayFollow(claim.position()) || now.position().equals(warned)) {
            return;
        }
        warned = now.position();
        thread.schedule(() -> warnIfStill(claim), GRACE.toNanos());
    }

    private void warnIfStill(Claim claim) {
        Snapshot now = store.held();
        if (!now.mayFollow(claim.position())) {
            LOG.warn(
                    "{} knows {}, but the store is at {}: it takes no rules from here. {}",
                    claim.who(),
                    claim.position(),
                    now.position(),
                    claim.isPlausible(now.position())
                            ? "If the store was restored from a backup, POST /mesh/v1/store/generation makes it valid"
                            : "No store can have come so far: that is taken for made up, and ignored");
        }
    }

    private void closed(String id) {
        Session session = sessions.remove(id);
        if (session != null) {
            session.heartbeat.cancel(false);
            latest.remove(session.watcher.id(), id);
            thread.execute(() -> session.watcher.subscriptions().values().forEach(feeds::leave));
        }
    }

    private void settle() {
        settled = true;
        sessions.values().forEach(session -> session.watcher.settle());
    }

    /** Whether the registry has had the time to hear from every instance since it has started. */
    public boolean settled() {
        return settled;
    }

    /** The time until it will have had the time, at least a second. */
    public Duration settlesIn() {
        Duration left = settings.settling().minusNanos(System.nanoTime() - started);
        return left.compareTo(SOON) < 0 ? SOON : left;
    }

    /** Everybody, as people see them. */
    public List<ClientView> clients() {
        return sessions.values().stream()
                .map(session -> session.watcher.view(versions))
                .toList();
    }

    /** What clients knew of stores when they came, but for what can't be true. */
    public Stream<Claim> claims(StorePosition position) {
        return sessions.values().stream()
                .flatMap(session -> session.watcher.claims())
                .filter(claim -> claim.isPlausible(position));
    }

    /**
     * The furthest of what clients know and this store may not follow, so that they take nothing from it; or null. What
     * they know of this store comes before what they know of others.
     */
    public @Nullable Claim ahead(Snapshot now) {
        return claims(now.position())
                .filter(claim -> !now.mayFollow(claim.position()))
                .max(Comparator.<Claim, Boolean>comparing(claim -> claim.isOf(now.position()))
                        .thenComparingLong(claim -> claim.position().generation())
                        .thenComparingLong(claim -> claim.position().revision()))
                .orElse(null);
    }

    @Override
    public void start() {
        running = true;
        started = System.nanoTime();
        if (settings.settling().isZero()) {
            settle();
        } else {
            thread.schedule(this::settle, settings.settling().toNanos());
        }
    }

    /** Before the web server waits for its requests to end: these would not, and their clients find another peer. */
    @Override
    public void stop() {
        running = false;
        sessions.values().forEach(session -> session.writer.close());
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
