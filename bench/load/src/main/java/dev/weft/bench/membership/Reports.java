package dev.weft.bench.membership;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** What one client tells the registry of the rules that it was sent: what comes together it tells together, as the starter does. */
final class Reports {

    private static final Executor GATHERED = CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS);

    private final HttpClient http;
    private final URI registry;
    private final Tally tally;
    private final Queue<String> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean due = new AtomicBoolean();

    /** How many reports of all clients were taken, and how many were not. */
    record Tally(AtomicInteger taken, AtomicInteger failed) {}

    Reports(HttpClient http, URI registry, Tally tally) {
        this.http = http;
        this.registry = registry;
        this.tally = tally;
    }

    /** Rules of this service are in force, of a store as the event has put it. */
    void applied(String session, String service, String store, String revision, String stamp) {
        waiting.add("""
                {"service":"%s","store":%s,"revision":%s,"stamp":%s,"applied":true}""".formatted(service, store, revision, stamp));
        if (due.compareAndSet(false, true)) {
            GATHERED.execute(() -> send(session));
        }
    }

    private void send(String session) {
        // Before anything is taken out: what comes later is sent later.
        due.set(false);
        List<String> reports = new ArrayList<>();
        for (String report = waiting.poll(); report != null; report = waiting.poll()) {
            reports.add(report);
        }
        if (reports.isEmpty()) {
            return;
        }
        HttpRequest request = HttpRequest.newBuilder(registry.resolve("/mesh/v1/watch/" + session + "/reports"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"reports\":[" + String.join(",", reports) + "]}"))
                .build();
        http.sendAsync(request, BodyHandlers.discarding()).whenComplete((answer, error) -> {
            boolean taken = error == null && answer.statusCode() / 100 == 2;
            (taken ? tally.taken : tally.failed).addAndGet(reports.size());
        });
    }
}
