package dev.weft.mesh.client.reactive;

import dev.weft.mesh.client.HealthProber;
import dev.weft.mesh.engine.HealthCheck;
import dev.weft.mesh.engine.HealthChecks;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * Checks endpoints without a thread of its own, over a connection that is made for each check: whether the endpoint still
 * accepts is part of the question. Thread-safe.
 */
public final class ReactiveHealthProber implements HealthProber {

    private static final Logger log = LoggerFactory.getLogger(ReactiveHealthProber.class);

    private final HealthChecks checks;
    private final UnaryOperator<HttpClient> secured;
    private final HttpClient client = HttpClient.create(ConnectionProvider.newConnection())
            .disableRetry(true)
            .keepAlive(false)
            .headers(fields -> fields.set(HttpHeaderNames.USER_AGENT, USER_AGENT));
    private final Scheduler scheduler = Schedulers.parallel();
    private final Disposable ticks;

    /** @param calls with whose trust endpoints are asked that speak TLS */
    public ReactiveHealthProber(HealthChecks checks, ReactiveCalls calls) {
        this.checks = checks;
        this.secured = calls::secured;
        this.ticks = scheduler.schedulePeriodically(
                this::tick, HealthChecks.TICK_NANOS, HealthChecks.TICK_NANOS, TimeUnit.NANOSECONDS);
    }

    private void tick() {
        checks.due(System.nanoTime()).forEach(this::send);
    }

    private void send(HealthCheck check) {
        Mono.defer(() -> ask(check))
                .timeout(Duration.ofNanos(check.timeoutNanos()), scheduler)
                .doOnError(error ->
                        log.debug("{} at {} has not answered a health check", check.service(), check.endpoint(), error))
                // Does nothing after an answer.
                .doFinally(signal -> check.failed(System.nanoTime()))
                .subscribe(status -> check.answered(status, System.nanoTime()), error -> {});
    }

    /** The answer's status; its body is not waited for, and its connection is closed. */
    private Mono<Integer> ask(HealthCheck check) {
        boolean secure = check.endpoint().secure();
        String address = (secure ? "https://" : "http://") + check.endpoint().address();
        return (secure ? secured.apply(client) : client)
                .headers(fields -> fields.set(HttpHeaderNames.HOST, HealthProber.authority(check)))
                .get()
                .uri(address + check.path())
                .responseConnection((response, connection) -> {
                    connection.dispose();
                    return Mono.just(response.status().code());
                })
                .next();
    }

    @Override
    public void close() {
        ticks.dispose();
    }
}
