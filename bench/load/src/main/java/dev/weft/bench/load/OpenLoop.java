package dev.weft.bench.load;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests at a constant rate, each when it is due, and waits for no answer before the next: a system that stalls
 * meets the requests that real users would have sent meanwhile.
 */
public final class OpenLoop {

    /** Else the JDK's client repeats a lost GET by itself, and nobody sees that it was lost. */
    private static final Map<String, String> ONCE = Map.of(
            "jdk.httpclient.disableRetryConnect", "true",
            "jdk.httpclient.redirects.retrylimit", "1");

    private final HttpClient client;

    /**
     * A load generator with connections of its own.
     *
     * @throws IllegalStateException if the JVM was not started with what makes the client send each request once
     */
    public OpenLoop() {
        ONCE.forEach((property, value) -> {
            if (!value.equals(System.getProperty(property))) {
                throw new IllegalStateException(
                        property + ": " + System.getProperty(property) + " (expected: " + value + ")");
            }
        });
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    /** Starts the load and returns at once. */
    public RunningLoad start(Load load) {
        RunningLoad running = new RunningLoad();
        Thread pacer = new Thread(() -> running.ended(run(load, running)), "open-loop");
        pacer.setUncaughtExceptionHandler((thread, error) -> running.failed(error));
        pacer.setDaemon(true);
        pacer.start();
        return running;
    }

    /** Runs the load to its end. */
    public LoadReport run(Load load) {
        return start(load).report();
    }

    private LoadReport run(Load load, RunningLoad running) {
        Sample[] samples = new Sample[load.requests()];
        Semaphore ended = new Semaphore(0);
        long start = System.nanoTime();
        int sent = 0;
        while (sent < load.requests() && !running.isEnough()) {
            long due = start + sent * 1_000_000_000L / load.ratePerSecond();
            Pace.until(due);
            send(load, sent, due, samples, ended);
            running.sent(++sent);
        }
        await(ended, sent);
        return new LoadReport(start, Arrays.asList(samples).subList(0, sent));
    }

    private void send(Load load, int n, long due, Sample[] samples, Semaphore ended) {
        HttpRequest request = load.request().apply(n);
        long sent = System.nanoTime();
        client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).whenComplete((response, error) -> {
            samples[n] = new Sample(n, due, sent, System.nanoTime(), problem(load, n, response, error));
            ended.release();
        });
    }

    private static @Nullable String problem(
            Load load, int n, @Nullable HttpResponse<String> response, @Nullable Throwable error) {
        if (response == null) {
            return String.valueOf(root(error));
        }
        try {
            return load.check().problem(n, response);
        } catch (RuntimeException | AssertionError e) {
            // A check that can't read the answer has found something wrong with it.
            return e + " on " + response.statusCode() + " " + response.body();
        }
    }

    private static @Nullable Throwable root(@Nullable Throwable error) {
        return error == null || error.getCause() == null ? error : root(error.getCause());
    }

    private static void await(Semaphore ended, int answers) {
        try {
            ended.acquire(answers);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted before all of " + answers + " answers", e);
        }
    }
}
