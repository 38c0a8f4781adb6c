package dev.weft.mesh.control;

import dev.weft.mesh.control.Outgoing.Report;
import dev.weft.mesh.control.Outgoing.Watched;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is still to be told to the registry about one stream: services that are called for the first time, at once, and what
 * has become of rules, in batches. One request at a time; what fails is told again. Confined to the loop.
 */
final class Outbox {

    /** So many services, or reports, a registry takes in one request. */
    static final int MOST_AT_ONCE = 1_000;

    private static final Duration GATHER = Duration.ofMillis(50);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int NOT_FOUND = 404;
    private static final int FAILED = 500;

    private final StreamHttp http;
    private final ScheduledExecutorService loop;
    private final RegistryPeer peer;
    private final String session;
    private final Runnable unknown;

    private final Map<String, Watched> services = new LinkedHashMap<>();
    private final Map<String, Report> reports = new LinkedHashMap<>();
    private boolean busy;
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
        } else if (status != null && status < FAILED) {
            // What has changed meanwhile is another value, and stays. What the registry can't use it won't the next
            // time.
            waiting.values().removeAll(sent);
            flush();
        } else {
            loop.schedule(this::flush, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
