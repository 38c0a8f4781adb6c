package dev.weft.mesh.client.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weft.mesh.client.Alarms;
import dev.weft.mesh.client.OutgoingCall;
import dev.weft.mesh.client.OutgoingRequest;
import dev.weft.mesh.engine.Attempt;
import dev.weft.mesh.engine.Engine;
import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.resilience.Timeouts;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.telemetry.AttemptSpan;
import dev.weft.mesh.testkit.Behaviour;
import dev.weft.mesh.testkit.FixedDirectory;
import dev.weft.mesh.testkit.MisbehavingServer;
import dev.weft.mesh.testkit.TestEngine;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Attempts whose only event loop does something else for a while. The limits are kept in virtual time, the wire is real. */
class NettyAttemptTests {

    private static final ServiceName SERVICE = ServiceName.of("petdetails");
    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration HEAD = Duration.ofSeconds(5);
    private static final Timeouts LIMITS =
            new Timeouts(null, HEAD, CONNECT, Duration.ofSeconds(20), Duration.ofSeconds(60));

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final Alarms alarms = new Alarms(new SchedulerTimer(time));
    private final BusyLoop loop = new BusyLoop();
    private final HttpClient client =
            HttpClient.create(ConnectionProvider.newConnection()).runOn(loop.loops());
    private MisbehavingServer server;

    @AfterEach
    void close() {
        loop.close();
        server.close();
    }

    @Test
    void connectionWhenTheEventLoopIsBehindIsMade() throws Exception {
        server = MisbehavingServer.start(Behaviour.ok("fine"));
        loop.keepBusy();

        CompletableFuture<NettyReply> reply = send();
        time.advanceTimeBy(CONNECT.plusMillis(500));
        loop.free();

        assertThat(reply.get().status()).isEqualTo(200);
    }

    @Test
    void attemptWhenTheEventLoopNeverConnectsEnds() throws Exception {
        server = MisbehavingServer.start(Behaviour.ok("fine"));
        loop.keepBusy();

        CompletableFuture<NettyReply> reply = send();
        time.advanceTimeBy(HEAD);

        assertEnded(reply, Outcome.CONNECT_TIMEOUT);
    }

    @Test
    void headWhenTheEventLoopIsBehindIsRead() throws Exception {
        CountDownLatch late = new CountDownLatch(1);
        CountDownLatch written = new CountDownLatch(1);
        Behaviour answers = Behaviour.ok("fine");
        server = MisbehavingServer.start(exchange -> {
            BusyLoop.awaitUninterrupted(late);
            answers.serve(exchange);
            written.countDown();
        });
        CompletableFuture<NettyReply> reply = send();
        await().until(() -> server.begun() == 1);
        loop.keepBusy();
        late.countDown();
        written.await();

        time.advanceTimeBy(HEAD.plusMillis(500));
        loop.free();

        assertThat(reply.get().status()).isEqualTo(200);
    }

    @Test
    void attemptWhenNoHeadHasArrivedEndsAtItsLimit() {
        server = MisbehavingServer.start(Behaviour.blackHole());
        CompletableFuture<NettyReply> reply = send();
        await().until(() -> server.received().size() == 1);

        time.advanceTimeBy(HEAD);

        assertEnded(reply, Outcome.TIMEOUT);
    }

    @Test
    void attemptWhenTheEventLoopHangsAfterItWasSentEnds() throws Exception {
        server = MisbehavingServer.start(Behaviour.blackHole());
        CompletableFuture<NettyReply> reply = send();
        await().until(() -> server.received().size() == 1);
        loop.keepBusy();

        time.advanceTimeBy(HEAD.multipliedBy(2));

        assertEnded(reply, Outcome.TIMEOUT);
    }

    private static void assertEnded(CompletableFuture<NettyReply> reply, Outcome outcome) {
        assertThatThrownBy(reply::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        AttemptException.class,
                        ended -> assertThat(ended.outcome()).isEqualTo(outcome));
    }

    private CompletableFuture<NettyReply> send() {
        FixedDirectory directory = new FixedDirectory();
        directory.put(SERVICE.host(), server.endpoint("e1"));
        Engine engine = TestEngine.of(directory, ServiceRules.defaults().withTimeouts(LIMITS), this::now);
        ReactiveRequest request = new ReactiveRequest(
                "GET",
                URI.create("http://petdetails/pet/1"),
                "http",
                null,
                new DefaultHttpHeaders(),
                SERVICE.host(),
                RequestBody.NONE,
                Limits.NONE);
        OutgoingCall call = TestEngine.calls(engine)
                .begin(
                        OutgoingRequest.of(SERVICE, request.uri(), request.method(), name -> null, true),
                        null,
                        null,
                        now());
        Attempt attempt = (Attempt) call.call().next(now());
        AttemptHead head = new AttemptHead(request, call, attempt);
        HttpClient.RequestSender there =
                new EndpointClients(client).to(HttpMethod.GET, SERVICE, attempt.endpoint(), false, CONNECT.toNanos());
        Running running = new Running(call, attempt, AttemptSpan.NONE, Limits.NONE, this::now);
        return Mono.<NettyReply>create(
                        sink -> new NettyAttempt(running, RequestBody.NONE, head, sink, alarms, time).start(there))
                .toFuture();
    }

    private long now() {
        return time.now(TimeUnit.NANOSECONDS);
    }
}
