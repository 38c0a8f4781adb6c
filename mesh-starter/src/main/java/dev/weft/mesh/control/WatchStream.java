package dev.weft.mesh.control;

import dev.weft.mesh.directory.FirstWords;
import dev.weft.mesh.directory.InstanceMapping;
import dev.weft.mesh.directory.JoinCredentials;
import dev.weft.mesh.directory.Printable;
import dev.weft.mesh.directory.RegistrySource;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.RuleBook;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Keeps one stream open to one of the registry's peers, about the services that are called or that rules name. While there
 * is none, the poll says who is there, and rules stay as they are. All of its work is done by one thread, beside that which
 * the JDK's client selects with; nobody waits for them.
 */
public final class WatchStream implements SmartLifecycle, AutoCloseable {

    /** So long at most it waits, after it has lost its stream, before it tries the next peer. */
    public static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(WatchStream.class);

    private static final Set<Integer> NOT_OFFERED = Set.of(404, 405, 501);
    private static final int UNAVAILABLE = 503;
    private static final int TOO_MANY = 429;
    private static final int FAILED = 500;

    /** A stream that has lived so long was no failure. */
    private static final Duration LASTING = Duration.ofSeconds(10);

    /** A process that calls ever new hosts outside does not ask for the rules of more. */
    private static final int MOST_WATCHED = 2_000;

    /** First calls of so many names wait for a word: those of mistakes must not take the room of services and hosts. */
    static final int MOST_AWAITED = 500;

    private final StreamIdentity self;
    private final Peers peers;
    private final RegistrySource directory;
    private final StoreRules rules;
    private final RuleBook book;
    private final FirstWords firstWords;
    private final List<DeclaredServices> declared;
    private final StreamedEndpoints endpoints;
    private final ScheduledThreadPoolExecutor loop;
    private final StreamHttp http;

    private final Set<ServiceName> wanted = ConcurrentHashMap.newKeySet();
    private final AtomicInteger awaited = new AtomicInteger();
    // Confined to the loop: refusals that were told, and the one stream, or try.
    private final Set<String> told = new HashSet<>();
    private @Nullable Conversation conversation;
    private long openedNanos;
    private boolean namesDue;

    private volatile @Nullable Connected connected;
    private volatile boolean running;

    /**
     * The stream that is open.
     *
     * @param peer whose it is
     * @param settled whether the registry knows everybody who is there
     */
    public record Connected(String peer, Instant since, boolean settled) {}

    /**
     * @param peers that may offer streams, at least one
     * @param firstWords for calls that wait until a service has been told of for the first time
     * @param declared what the application says it calls, beside what rules name
     * @param random for the spread of tries
     * @param ssl what connections are secured with, or null for the platform's own
     */
    public WatchStream(
            StreamIdentity self,
            List<RegistryPeer> peers,
            RegistrySource directory,
            InstanceMapping mapping,
            StoreRules rules,
            RuleBook book,
            FirstWords firstWords,
            List<DeclaredServices> declared,
            RandomGenerator random,
            @Nullable SSLContext ssl) {
        this.self = self;
        this.peers = new Peers(peers, random);
        this.directory = directory;
        this.rules = rules;
        this.book = book;
        this.firstWords = firstWords;
        this.declared = declared;
        this.endpoints = new StreamedEndpoints(directory, mapping);
        this.loop = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "mesh-stream");
            thread.setDaemon(true);
            return thread;
        });
        loop.setRemoveOnCancelPolicy(true);
        loop.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        this.http = new StreamHttp(loop, ssl);
    }

    /** From before the server takes requests until after it has answered the last one. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }

    @Override
    public void start() {
        running = true;
        directory.whenWanted(this::want);
        book.whenWatched(this::watched);
        declared.forEach(services -> services.name(this::want));
        firstWords.from(this::isNew, this::await);
        loop.execute(this::open);
    }

    @Override
    public void stop() {
        running = false;
        loop.execute(this::hangUp);
    }

    @Override
    public void close() {
        running = false;
        loop.execute(() -> {
            hangUp();
            loop.shutdownNow();
        });
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** The stream that is open now, or null. */
    public @Nullable Connected connected() {
        return connected;
    }

    /** What streams have said of services, by their versions. */
    public Map<ServiceName, String> endpoints() {
        return endpoints.versions();
    }

    /** Somebody goes by these rules, maybe those of a host outside, which no directory of services knows. */
    private void watched(ServiceName service) {
        if (wanted.size() < MOST_WATCHED) {
            want(service);
        }
    }

    /** Somebody calls the service: on any thread. */
    private boolean want(ServiceName service) {
        boolean added = !service.isOutside() && wanted.add(service);
        if (added) {
            loop.execute(() -> {
                if (conversation != null) {
                    conversation.name(service);
                }
            });
        }
        return added;
    }

    /** Somebody's first call of the service waits. */
    private void await(ServiceName service) {
        if (want(service)) {
            awaited.incrementAndGet();
        }
    }

    /** Whether the stream that is open could be asked about a service that it never was asked about. */
    private boolean isNew(ServiceName service) {
        return connected != null
                && awaited.get() < MOST_AWAITED
                && wanted.size() < MOST_WATCHED
                && !wanted.contains(service);
    }

    private void wantThoseOfRules() {
        namesDue = false;
        RuleNames.of(book).forEach(this::want);
    }

    private void open() {
        if (!running || conversation != null) {
            return;
        }
        wantThoseOfRules();
        conversation = new Conversation(peers.current(), http, loop, endpoints, rules, new Owner());
        conversation.begin(
                self, wanted.stream().sorted().limit(Outbox.MOST_AT_ONCE).toList());
    }

    private void openAfter(Duration wait) {
        conversation = null;
        disconnected();
        loop.schedule(this::open, wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void hangUp() {
        if (conversation != null) {
            conversation.close();
        }
        conversation = null;
        disconnected();
    }

    /** In this order: whoever comes in between waits for nothing. */
    private void disconnected() {
        connected = null;
        firstWords.end();
    }

    /** What becomes of the one stream, or try. */
    private final class Owner implements Conversation.Owner {

        @Override
        public void open(Conversation opened, Incoming.Hello hello) {
            connected = new Connected(opened.peer().toString(), Instant.now(), hello.settled());
            openedNanos = System.nanoTime();
            told.clear();
            log.info("Endpoints and rules come by the stream of the registry at {}", opened.peer());
            wanted.forEach(opened::name);
        }

        @Override
        public void settled() {
            Connected now = connected;
            if (now != null) {
                connected = new Connected(now.peer, now.since, true);
            }
        }

        @Override
        public void placed(ServiceName service) {
            firstWords.endpoints(service);
        }

        @Override
        public void ruled(ServiceName service) {
            firstWords.rules(service);
            if (!namesDue) {
                namesDue = true;
                loop.execute(WatchStream.this::wantThoseOfRules);
            }
        }

        @Override
        public void refused(Conversation tried, HttpResponse<String> answer) {
            int status = answer.statusCode();
            if (told.add(tried.peer() + " " + status)) {
                tell(tried.peer(), status, answer.body());
            }
            openAfter(peers.refused(isForNow(status) ? patience(answer) : null));
        }

        @Override
        public void ended(Conversation ended, String why) {
            if (connected != null) {
                log.info(
                        "The stream of the registry at {} has ended: {}. Until one is open again, who is there is asked"
                                + " every few seconds, and rules stay as they are.",
                        ended.peer(),
                        why);
                if (System.nanoTime() - openedNanos > LASTING.toNanos()) {
                    peers.lasted();
                }
            } else {
                log.debug("No stream from the registry at {}: {}", ended.peer(), why);
            }
            openAfter(peers.failed());
        }
    }

    private static void tell(RegistryPeer peer, int status, String answer) {
        if (NOT_OFFERED.contains(status)) {
            log.info("The registry at {} offers no stream: who is there is asked every few seconds.", peer);
        } else if (JoinCredentials.areRefused(status)) {
            log.warn(
                    "The registry at {} opens no stream for this service ({}): {}.",
                    peer,
                    status,
                    peer.shown().mistake());
        } else if (status != UNAVAILABLE) {
            log.warn("The registry at {} opens no stream ({}): {}", peer, status, Printable.of(answer));
        }
    }

    /** Whether the same question may be answered otherwise before long. */
    private static boolean isForNow(int status) {
        return status == TOO_MANY || status >= FAILED && !NOT_OFFERED.contains(status);
    }

    /** What is asked for, or none. */
    private static Duration patience(HttpResponse<String> answer) {
        return answer.headers()
                .firstValue("Retry-After")
                .filter(seconds -> seconds.matches("[0-9]{1,4}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                .orElse(Duration.ZERO);
    }
}
