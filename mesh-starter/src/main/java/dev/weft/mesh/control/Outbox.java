package dev.weft.mesh.control;

import dev.weft.mesh.control.Outgoing.Report;
import dev.weft.mesh.control.Outgoing.Watched;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is still to be told to the registry about one stream: services that are called for the first time, at once, and what
 * has become of rules, in batches. One request at a time; what fails is told again. Confined to the loop.
 */
final class Outbox {

    /** So many services, or reports, a registry takes in one request. */
    static final int MOST_AT_ONCE = 1_000;

    private static final Logger log = LoggerFactory.getLogger(Outbox.class);

    private static final Duration GATHER = Duration.ofMillis(50);
    private static final int NOT_FOUND = 404;

    /** What of the client's own doing is refused for now: who it is, when it came, how often it comes. */
    private static final Set<Integer> FOR_NOW = Set.of(401, 403, 408, 425, 429);

    /** Doubled with each failure in a row, up to so many times. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final int MOST_DOUBLINGS = 5;

    private final StreamHttp http;
    private final ScheduledExecutorService loop;
    private final RegistryPeer peer;
    private final String session;
    private final Runnable unknown;

    private final Map<String, Watched> services = new LinkedHashMap<>();
    private final Map<String, Report> reports = new LinkedHashMap<>();
    private boolean busy;
    private int failures;
    private boolean closed;

    /** @param unknown runs when the registry does not know the stream */
    Outbox(StreamHttp http, ScheduledExecutorService loop, RegistryPeer peer, String session, Runnable unknown) {
        this.http = http;
        this.loop = loop;
        this.peer = peer;
        this.session = session;
        this.unknown = unknown;
    }

    void add(Watched service) {
        services.put(service.name(), service);
        flush();
    }

    void add(Report report) {
        if (reports.isEmpty()) {
            loop.schedule(this::flush, GATHER.toMillis(), TimeUnit.MILLISECONDS);
        }
        reports.put(report.service(), report);
    }

    void close() {
        closed = true;
    }

    private void flush() {
        if (busy || closed) {
            return;
        }
        if (!services.isEmpty()) {
            send("services", services, Outgoing.More::new);
        } else if (!reports.isEmpty()) {
            send("reports", reports, Outgoing.Reports::new);
        }
    }

    private <T> void send(String what, Map<String, T> waiting, Function<Collection<T>, Object> message) {
        List<T> sent = waiting.values().stream().limit(MOST_AT_ONCE).toList();
        busy = true;
        http.tell(peer, "/" + session + "/" + what, Outgoing.json(message.apply(sent)))
                .whenCompleteAsync((status, failure) -> told(waiting, sent, status), loop);
    }

    private <T> void told(Map<String, T> waiting, List<T> sent, @Nullable Integer status) {
        busy = false;
        if (closed) {
            return;
        }
        if (status != null && status == NOT_FOUND) {
            unknown.run();
        } else if (status == null || isForNow(status)) {
            tryAgain(status);
        } else {
            if (status >= 400) {
                log.warn("The registry at {} can't use what it is told of its stream ({})", peer, status);
            }
            failures = 0;
            // What has changed meanwhile is another value, and stays. What the registry can't use it won't the next
            // time.
            waiting.values().removeAll(sent);
            flush();
        }
    }

    private void tryAgain(@Nullable Integer status) {
        if (failures == 0 && status != null) {
            log.warn(
                    "The registry at {} does not take what it is told of its stream ({}); it is told again",
                    peer,
                    status);
        }
        Duration pause = PAUSE.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
        failures++;
        loop.schedule(this::flush, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static boolean isForNow(int status) {
        return status >= 500 || FOR_NOW.contains(status);
    }
}
