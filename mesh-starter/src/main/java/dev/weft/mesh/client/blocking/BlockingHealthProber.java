package dev.weft.mesh.client.blocking;

import dev.weft.mesh.client.Alarms;
import dev.weft.mesh.client.HealthProber;
import dev.weft.mesh.engine.HealthCheck;
import dev.weft.mesh.engine.HealthChecks;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.io.CloseMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks endpoints on a few threads, which end when there is nothing to do, over a connection that is made for each check:
 * whether the endpoint still accepts is part of the question. Thread-safe.
 */
final class BlockingHealthProber implements HealthProber {

    private static final Logger log = LoggerFactory.getLogger(BlockingHealthProber.class);
    private static final HttpRequestExecutor EXECUTOR = new HttpRequestExecutor();

    private final HealthChecks checks;
    private final Alarms alarms;
    private final Supplier<Connections> connections;
    private final Alarms.Alarm ticks;
    // Twice as many threads as checks under way: one is free only a moment after its check's end.
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            0, 2 * HealthChecks.MOST, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), BlockingHealthProber::thread);

    /** @param connections made with the first check, and kept by nobody else: each that is taken is a new one */
    BlockingHealthProber(HealthChecks checks, Alarms alarms, Supplier<Connections> connections) {
        this.checks = checks;
        this.alarms = alarms;
        this.connections = connections;
        this.ticks = alarms.every(HealthChecks.TICK_NANOS, this::tick);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "weft-health");
        thread.setDaemon(true);
        return thread;
    }

    private void tick() {
        for (HealthCheck check : checks.due(System.nanoTime())) {
            try {
                threads.execute(() -> send(check));
            } catch (RuntimeException | Error e) {
                // Closed in between, or there are no more threads: the check must end all the same.
                log.debug("A health check has not been sent", e);
                check.failed(System.nanoTime());
            }
        }
    }

    private void send(HealthCheck check) {
        try {
            check.answered(ask(check), System.nanoTime());
        } catch (IOException | HttpException | RuntimeException e) {
            // HttpClient finds it an illegal state that an alarm has closed its connection.
            log.debug("{} at {} has not answered a health check", check.service(), check.endpoint(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            // Does nothing after an answer.
            check.failed(System.nanoTime());
        }
    }

    private int ask(HealthCheck check) throws IOException, HttpException, InterruptedException {
        Connections from = connections.get();
        ConnectionEndpoint connection = from.lease(Connections.route(
                check.service(), check.endpoint(), check.endpoint().secure()));
        long began = System.nanoTime();
        try {
            Alarms.Alarm connecting = closeIn(check.timeoutNanos(), connection);
            from.connect(connection, check.timeoutNanos());
            if (!connecting.cancel()) {
                // It has gone off, and found nothing to close.
                throw new SocketTimeoutException("connecting took too long");
            }
            Alarms.Alarm answering = closeIn(check.timeoutNanos() - (System.nanoTime() - began), connection);
            try {
                ClassicHttpResponse answer =
                        connection.execute("", request(check), EXECUTOR::execute, HttpClientContext.create());
                return answer.getCode();
            } finally {
                answering.cancel();
            }
        } finally {
            from.release(connection, null);
        }
    }

    private Alarms.Alarm closeIn(long nanos, ConnectionEndpoint connection) {
        return alarms.in(nanos, () -> connection.close(CloseMode.IMMEDIATE));
    }

    private static ClassicHttpRequest request(HealthCheck check) {
        ClassicHttpRequest request = new BasicClassicHttpRequest("GET", "/");
        request.setPath(check.path());
        request.setHeader(HttpHeaders.HOST, HealthProber.authority(check));
        request.setHeader(HttpHeaders.USER_AGENT, USER_AGENT);
        request.setHeader(HttpHeaders.CONNECTION, "close");
        return request;
    }

    @Override
    public void close() {
        ticks.cancel();
        threads.shutdownNow();
    }
}
