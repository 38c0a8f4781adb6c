package dev.weft.mesh.client.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.mesh.engine.CallTrace;
import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.resilience.Timeouts;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.testkit.Behaviour;
import dev.weft.mesh.testkit.MisbehavingServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** A caller who leaves, in every phase of a call: nothing stays behind. */
class CancellationTests {

    private static final Timeouts PATIENT = new Timeouts(
            Duration.ofSeconds(60),
            Duration.ofSeconds(50),
            Duration.ofSeconds(50),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60));

    private final Caller caller = new Caller(ServiceRules.defaults().withTimeouts(PATIENT));
    private MisbehavingServer server;

    @AfterEach
    void close() {
        caller.close();
        server.close();
    }

    @Test
    void attemptEndsWhenCallerLeavesWhileItConnects() {
        to(MisbehavingServer.notAccepting());

        StepVerifier.create(get().bodyToMono(String.class))
                .then(() -> await().until(() -> caller.destination().inFlight() == 1))
                .thenCancel()
                .verify();

        assertThat(onlyAttempt().outcome()).isEqualTo(Outcome.CANCELLED);
    }

    @Test
    void connectionIsClosedWhenCallerLeavesBeforeTheHead() {
        to(MisbehavingServer.start(Behaviour.blackHole()));

        StepVerifier.create(get().bodyToMono(String.class))
                .then(() -> await().until(() -> server.received().size() == 1))
                .thenCancel()
                .verify();

        assertThat(onlyAttempt().outcome()).isEqualTo(Outcome.CANCELLED);
        await().until(() -> server.abandonedRequests() == 1);
    }

    @Test
    void nothingMoreIsSentWhenCallerLeavesDuringAPause() {
        to(MisbehavingServer.start(Behaviour.status(429, "", "Retry-After: 5")));

        StepVerifier.create(get().bodyToMono(String.class))
                .then(() -> await().until(() ->
                        server.received().size() == 1 && caller.destination().inFlight() == 0))
                .thenCancel()
                .verify();

        CallTrace trace = caller.ended();
        assertThat(trace.attempts()).hasSize(1);
        assertThat(trace.result()).isEqualTo("cancelled");
    }

    @Test
    void connectionIsClosedWhenCallerLeavesWithinTheBody() {
        to(MisbehavingServer.start(Behaviour.dripBody()));

        StepVerifier.create(get().bodyToFlux(DataBuffer.class).doOnNext(DataBufferUtils::release))
                .expectNextCount(2)
                .then(() -> assertThat(caller.destination().inFlight()).isEqualTo(1))
                .thenCancel()
                .verify();

        assertThat(onlyAttempt().outcome()).isEqualTo(Outcome.CANCELLED);
        await().until(() -> server.openConnections() == 0);
    }

    @Test
    void connectionIsClosedWhenCallerLeavesBetweenHeadAndBody() {
        to(MisbehavingServer.start(Behaviour.dripBody()));
        Mono<Void> never = caller.web.get().uri("/").exchangeToMono(response -> Mono.never());

        Disposable subscription = never.subscribe();
        await().until(() -> server.received().size() == 1);
        await().until(() -> caller.destination().recentCalls().isEmpty()
                && caller.destination().inFlight() == 1);
        subscription.dispose();

        assertThat(onlyAttempt().outcome()).isEqualTo(Outcome.CANCELLED);
        await().until(() -> server.openConnections() == 0);
    }

    @Test
    void requestsBodyIsCancelledWhenCallerLeavesWhileItIsSent() {
        to(MisbehavingServer.start(Behaviour.notReading()));
        byte[] part = new byte[100_000];
        Flux<byte[]> endless = Flux.generate(sink -> sink.next(part));

        StepVerifier.create(caller.web
                        .post()
                        .uri("/")
                        .body(endless, byte[].class)
                        .retrieve()
                        .bodyToMono(String.class))
                .then(() -> await().until(() -> server.begun() == 1))
                .thenCancel()
                .verify();

        assertThat(onlyAttempt().outcome()).isEqualTo(Outcome.CANCELLED);
    }

    private void to(MisbehavingServer only) {
        server = only;
        caller.to(only);
    }

    private org.springframework.web.reactive.function.client.WebClient.ResponseSpec get() {
        return caller.web.get().uri("/").retrieve();
    }

    private CallTrace.Try onlyAttempt() {
        CallTrace trace = caller.ended();
        assertThat(trace.attempts()).hasSize(1);
        return trace.attempts().get(0);
    }
}
