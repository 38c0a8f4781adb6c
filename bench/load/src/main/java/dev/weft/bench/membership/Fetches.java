package dev.weft.bench.membership;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What clients ask beside their streams: each asks every 30 s what has changed in the list of everybody. */
final class Fetches implements AutoCloseable {

    private static final long PERIOD_MICROS = TimeUnit.SECONDS.toMicros(30);

    private static final int SMALL_BYTES = 10_000;

    private final HttpClient http;
    private final HttpRequest request;
    private final AtomicInteger good = new AtomicInteger();
    private final AtomicInteger bad = new AtomicInteger();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread fetches = new Thread(task, "fetches");
        fetches.setDaemon(true);
        return fetches;
    });

    Fetches(HttpClient http, URI registry) {
        this.http = http;
        this.request = HttpRequest.newBuilder(registry.resolve("/eureka/apps/delta"))
                .header("Accept", "application/json")
                .header("Accept-Encoding", "gzip")
                .build();
    }

    void start(int clients) {
        thread.scheduleAtFixedRate(this::fetch, 0, PERIOD_MICROS / clients, TimeUnit.MICROSECONDS);
    }

    /** Whether the registry still tells of the changes that were made at the start. */
    boolean areLarge() {
        try {
            return http.send(request, BodyHandlers.ofByteArray()).body().length > SMALL_BYTES;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking for changes", e);
        }
    }

    int good() {
        return good.get();
    }

    int bad() {
        return bad.get();
    }

    private void fetch() {
        http.sendAsync(request, BodyHandlers.discarding()).whenComplete((answer, error) -> {
            boolean isGood = error == null && answer.statusCode() == 200;
            (isGood ? good : bad).incrementAndGet();
        });
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
