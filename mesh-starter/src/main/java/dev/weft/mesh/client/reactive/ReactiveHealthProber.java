package dev.weft.mesh.client.reactive;

import dev.weft.mesh.client.Alarms;
import dev.weft.mesh.client.HealthProber;
import dev.weft.mesh.engine.HealthCheck;
import dev.weft.mesh.engine.HealthChecks;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * Checks endpoints without a thread of its own, over a connection that is made for each check: whether the endpoint still
 * accepts is part of the question. An event loop that is behind must not pass for an endpoint that does not answer, so the
 * time limit is kept there: it reads what has arrived before it looks at its timers. Thread-safe.
 */
public final class ReactiveHealthProber implements HealthProber {

    private static final Logger log = LoggerFactory.getLogger(ReactiveHealthProber.class);

    /** So long after its limit a check ends in any case, since its event loop hangs. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final HealthChecks checks;
    private final UnaryOperator<HttpClient> secured;
    private final HttpClient client;
    private final Scheduler scheduler;
    private final Alarms.Alarm ticks;

    /**
     * @param calls with whose trust endpoints are asked that speak TLS
     * @param alarms closed by whoever has made them
     */
    public ReactiveHealthProber(HealthChecks checks, ReactiveCalls calls, Alarms alarms) {
        this(
                checks,
                calls::secured,
                HttpClient.create(ConnectionProvider.newConnection()),
                alarms,
                Schedulers.parallel());
    }

    ReactiveHealthProber(
            HealthChecks checks,
            UnaryOperator<HttpClient> secured,
            HttpClient client,
            Alarms alarms,
            Scheduler scheduler) {
        this.checks = checks;
        this.secured = secured;
        this.client = client.disableRetry(true)
                .keepAlive(false)
                .headers(fields -> fields.set(HttpHeaderNames.USER_AGENT, USER_AGENT));
        this.scheduler = scheduler;
        this.ticks = alarms.every(HealthChecks.TICK_NANOS, this::tick);
    }

    private void tick() {
        checks.due(System.nanoTime()).forEach(this::send);
    }

    void send(HealthCheck check) {
        Mono.defer(() -> ask(check))
                .timeout(Duration.ofNanos(check.timeoutNanos()).plus(GRACE), scheduler)
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
                .doOnChannelInit((observer, channel, remote) -> closeAfter(check.timeoutNanos(), channel))
                .headers(fields -> fields.set(HttpHeaderNames.HOST, HealthProber.authority(check)))
                .get()
                .uri(address + check.path())
                .responseConnection((response, connection) -> {
                    connection.dispose();
                    return Mono.just(response.status().code());
                })
                .next();
    }

    /** From before it connects; whatever is under way then fails. */
    private static void closeAfter(long nanos, Channel channel) {
        Future<?> limit = channel.eventLoop().schedule(() -> channel.close(), nanos, TimeUnit.NANOSECONDS);
        channel.closeFuture().addListener(closed -> limit.cancel(false));
    }

    @Override
    public void close() {
        ticks.cancel();
    }
}
