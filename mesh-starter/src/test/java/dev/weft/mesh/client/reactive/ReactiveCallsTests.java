package dev.weft.mesh.client.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weft.mesh.client.Alarms;
import dev.weft.mesh.client.BrokenResponseException;
import dev.weft.mesh.context.MeshContext;
import dev.weft.mesh.engine.CallTrace;
import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.resilience.Timeouts;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.testkit.Behaviour;
import dev.weft.mesh.testkit.MisbehavingServer;
import dev.weft.mesh.testkit.Received;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/** What a WebClient's user notices of the mesh, on the wire and in the hand. */
class ReactiveCallsTests {

    private static final Timeouts SHORT_SILENCE =
            new Timeouts(null, null, Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofMillis(300));

    private final List<AutoCloseable> open = new ArrayList<>();
    private final Caller caller = open(new Caller(ServiceRules.defaults().withTimeouts(SHORT_SILENCE)));

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @Test
    void connectionIsUsedAgainWhenTheResponseWasRead() {
        MisbehavingServer server = server(Behaviour.ok("fine"));
        caller.to(server);

        for (int i = 0; i < 20; i++) {
            assertThat(get()).isEqualTo("fine");
        }

        // The caller may be back for more a moment before its connection is.
        assertThat(server.connections()).isLessThanOrEqualTo(2);
    }

    @Test
    void postIsNotLostWhenServerHasClosedTheConnectionSinceTheLast() {
        MisbehavingServer server = server(Behaviour.thenCloseSilently("fine"));
        caller.to(server);

        for (int i = 0; i < 20; i++) {
            assertThat(post(Mono.just("visit"))).isEqualTo("fine");
            await().until(() -> server.openConnections() == 0);
        }

        assertThat(server.received()).hasSize(20);
    }

    @Test
    void getWhenAKeptConnectionIsLostIsSentAgainOnANewOne() {
        keepDeadConnections(5);

        assertThat(get()).isEqualTo("fine");
        assertThat(caller.ended().attempts())
                .extracting(CallTrace.Try::outcome)
                .containsExactly(Outcome.RESET, Outcome.COMPLETED);
    }

    @Test
    void getWhenKeptConnectionsAreLostTwiceIsSentAgainOnANewOneEachTime() {
        Behaviour fine = Behaviour.ok("fine");
        Behaviour lost = Behaviour.resetAfterReading();
        MisbehavingServer server = server(fine, lost, fine, fine, lost, fine);
        caller.to(server);

        for (int i = 0; i < 4; i++) {
            assertThat(get()).isEqualTo("fine");
            caller.ended();
            await().until(() -> server.openConnections() <= 1);
        }

        assertThat(server.received()).hasSize(6);
        assertThat(server.connections()).isEqualTo(4);
    }

    @Test
    void postsWhenOneOfManyIdleConnectionsWasLostUseNoneOfTheOthers() {
        int kept = 20;
        keepDeadConnections(kept);

        assertThat(get()).isEqualTo("fine");
        // None of these may be sent again, nor wait for a connection.
        List<String> answers =
                Flux.range(1, kept).flatMap(n -> posted(), kept).collectList().block();

        assertThat(answers).hasSize(kept).containsOnly("fine");
    }

    @Test
    void getWhenANewConnectionIsResetGoesToTheNextOnAConnectionThatWasKept() {
        MisbehavingServer good = server(Behaviour.ok("fine"));
        caller.to(good);
        get();
        caller.ended();

        caller.to(server(Behaviour.resetAfterReading()), good);

        assertThat(get()).isEqualTo("fine");
        assertThat(caller.ended().attempts())
                .extracting(CallTrace.Try::outcome)
                .containsExactly(Outcome.RESET, Outcome.COMPLETED);
        assertThat(good.connections()).isOne();
    }

    @Test
    void answerWhenRetriesWereSpentSaysSo() {
        caller.to(server(Behaviour.status(503, "later")));

        ResponseEntity<String> answer = caller.web
                .get()
                .exchangeToMono(response -> response.toEntity(String.class))
                .block();

        assertThat(answer.getStatusCode().value()).isEqualTo(503);
        assertThat(answer.getBody()).isEqualTo("later");
        assertThat(answer.getHeaders().getFirst("mesh-reason"))
                .isEqualTo("petdetails: 503 after 3 attempts; no further retry was allowed");
    }

    @Test
    void connectionIsNotUsedAgainWhenServerKeepsItNoTimeAtAll() {
        MisbehavingServer server = server(Behaviour.status(200, "fine", "Keep-Alive: timeout=0"));
        caller.to(server);

        get();
        get();

        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void connectionIsClosedWhenEndpointLeaves() {
        MisbehavingServer leaving = server(Behaviour.ok("old"));
        caller.to(leaving);
        assertThat(get()).isEqualTo("old");
        // Known to the one who looks for departures before there is one.
        await().pollDelay(Duration.ofMillis(1500)).until(() -> leaving.openConnections() == 1);

        caller.to(server(Behaviour.ok("new")));

        assertThat(get()).isEqualTo("new");
        await().until(() -> leaving.openConnections() == 0);
    }

    @Test
    void bodyOfUnknownLengthIsSentAgainWhenItIsSmall() {
        MisbehavingServer failing = server(Behaviour.status(503, ""));
        MisbehavingServer good = server(Behaviour.ok("fine"));
        caller.to(failing, good);
        AtomicInteger subscriptions = new AtomicInteger();
        Flux<String> body =
                Flux.range(0, 100).map(i -> "x".repeat(100)).doOnSubscribe(s -> subscriptions.incrementAndGet());

        String answer = caller.web
                .put()
                .uri("/")
                .contentType(MediaType.TEXT_PLAIN)
                .body(body, String.class)
                .retrieve()
                .bodyToMono(String.class)
                .block();

        assertThat(answer).isEqualTo("fine");
        assertThat(good.received().get(0).bodyText()).isEqualTo("x".repeat(10_000));
        assertThat(subscriptions).hasValue(1);
    }

    @Test
    void largeBodyIsNotTakenUntilThereIsAConnection() {
        MisbehavingServer good = server(Behaviour.ok("fine"));
        caller.to(open(MisbehavingServer.refusing()), good);
        Flux<String> body = Flux.range(0, 1000).map(i -> "y".repeat(1000));

        assertThat(post(body)).isEqualTo("fine");

        assertThat(good.received().get(0).bodyBytes()).isEqualTo(1_000_000);
        assertThat(good.received().get(0).bodyText()).matches("y+");
    }

    @Test
    void streamedElementsGoOutOneByOne() {
        MisbehavingServer server = server(Behaviour.ok("fine"));
        caller.to(server);
        Sinks.Many<String> elements = Sinks.many().unicast().onBackpressureBuffer();
        elements.tryEmitNext("one");

        Mono<String> answer = caller.web
                .post()
                .uri("/")
                .contentType(MediaType.APPLICATION_NDJSON)
                .body(elements.asFlux().map(List::of), List.class)
                .retrieve()
                .bodyToMono(String.class)
                .cache();
        answer.subscribe();
        await().until(() -> server.begun() == 1);
        elements.tryEmitNext("two");
        elements.tryEmitComplete();

        assertThat(answer.block()).isEqualTo("fine");
        assertThat(server.received().get(0).bodyText()).contains("one").contains("two");
    }

    @Test
    void callersOwnErrorIsToldAsItIsAndBlamesNobody() {
        MisbehavingServer server = server(Behaviour.ok("fine"));
        caller.to(server);
        Flux<String> body = Flux.range(0, 1000).map(i -> "z".repeat(1000)).concatWith(Flux.error(new OutOfPaper()));

        assertThatThrownBy(() -> post(body)).hasRootCauseInstanceOf(OutOfPaper.class);

        CallTrace trace = caller.ended();
        assertThat(trace.attempts().get(0).outcome()).isEqualTo(Outcome.CALLER_FAILED);
        assertThat(trace.attempts()).hasSize(1);
    }

    @Test
    void bodyThatNobodyReadsIsGivenUp() {
        MisbehavingServer server = server(Behaviour.dripBody());
        caller.to(server);

        caller.web.get().uri("/").exchangeToMono(response -> Mono.never()).subscribe();

        await().until(() -> server.received().size() == 1);
        assertThat(caller.ended().attempts().get(0).outcome()).isEqualTo(Outcome.CANCELLED);
        await().until(() -> server.openConnections() == 0);
    }

    @Test
    void bodyThatNobodyReadsAndThatHasComeWholeIsOver() {
        // Head and body at once: of a body that comes later nobody reads that it has come.
        caller.to(server(exchange -> {
            exchange.readRequest();
            exchange.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfine".getBytes(StandardCharsets.UTF_8));
        }));

        caller.web.get().uri("/").exchangeToMono(response -> Mono.never()).subscribe();

        await().until(() -> !caller.destination().recentCalls().isEmpty());
        assertThat(caller.ended().attempts().get(0).outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void readerWhoAsksForNothingBlamesNobody() {
        MisbehavingServer server = server(Behaviour.dripBody());
        caller.to(server);

        caller.web
                .get()
                .uri("/")
                .retrieve()
                .bodyToFlux(byte[].class)
                .subscribe(new reactor.core.publisher.BaseSubscriber<>() {
                    @Override
                    protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {
                        subscription.request(1);
                    }
                });

        await().until(() -> server.received().size() == 1);
        assertThat(caller.ended().attempts().get(0).outcome()).isEqualTo(Outcome.CANCELLED);
    }

    @Test
    void brokenBodyTellsWhereItBrokeOff() {
        caller.to(server(Behaviour.truncated("hel")));

        assertThatThrownBy(this::get)
                .hasStackTraceContaining(BrokenResponseException.class.getName())
                .hasStackTraceContaining("petdetails: response truncated from 127.0.0.1:")
                .hasStackTraceContaining("after 3 bytes");
    }

    @Test
    void answerThatComesBeforeTheBodyIsReadIsDelivered() {
        caller.to(server(Behaviour.answerBeforeReading(413)));
        Flux<String> body = Flux.range(0, 1000).map(i -> "w".repeat(1000));

        Integer status = caller.web
                .post()
                .uri("/")
                .contentType(MediaType.TEXT_PLAIN)
                .body(body, String.class)
                .exchangeToMono(response ->
                        response.releaseBody().thenReturn(response.statusCode().value()))
                .block();

        assertThat(status).isEqualTo(413);
        assertThat(caller.ended().attempts()).hasSize(1);
    }

    @Test
    void requestSaysWhatTheCallerSaidButForTheMeshsOwnFields() {
        MisbehavingServer server = server(Behaviour.status(200, "fine", "mesh-via: petdetails/e1", "Set-Cookie: a=b"));
        caller.to(server);
        MeshContext context = new MeshContext("request-7", null);

        ResponseEntity<String> answer = caller.web
                .get()
                .uri(URI.create("http://petdetails:8080/pet/1%2F2?x=%20y"))
                .header("mesh-attempt", "99")
                .header("mesh-route", "petdetails=v2")
                .header("x-mine", "one", "two")
                .cookie("c", "d")
                .cookie("e", "f")
                .retrieve()
                .toEntity(String.class)
                .contextWrite(reactor -> reactor.put(MeshContext.KEY, context))
                .block();

        Received received = server.received().get(0);
        assertThat(received.target()).isEqualTo("/pet/1%2F2?x=%20y");
        assertThat(received.header("Host")).isEqualTo("petdetails:8080");
        assertThat(received.headers().get("x-mine")).containsExactly("one", "two");
        assertThat(received.header("Cookie")).isEqualTo("c=d; e=f");
        assertThat(received.header("mesh-attempt")).isEqualTo("1");
        assertThat(received.headers()).doesNotContainKey("mesh-route");
        assertThat(received.header("x-request-id")).isEqualTo("request-7");
        assertThat(answer.getHeaders().getFirst("Set-Cookie")).isEqualTo("a=b");
        assertThat(context.hops()).containsExactly("petdetails/e1");
    }

    @Test
    void endpointIsNotBlamedWhenAllConnectionsToItAreInUse() {
        MisbehavingServer busy = server(Behaviour.blackHole());
        caller.to(busy, server(Behaviour.ok("fine")));
        Disposable waiting = Flux.range(0, 256)
                .flatMap(i -> caller.web.post().uri("/").retrieve().toBodilessEntity(), 256)
                .subscribe();
        await().until(() -> busy.begun() == 256);

        for (int i = 0; i < 10; i++) {
            assertThat(get()).isEqualTo("fine");
        }

        assertThat(caller.destination().states())
                .allMatch(state -> state.outlier().ejection() == null);
        waiting.dispose();
    }

    @Test
    void requestKeepsWhatTheUrlSaysOfTheUserToItself() {
        MisbehavingServer server = server(Behaviour.ok("fine"));
        caller.to(server);

        caller.web
                .get()
                .uri(URI.create("http://user:secret@petdetails:8080/"))
                .retrieve()
                .toBodilessEntity()
                .block();

        assertThat(server.received().get(0).header("Host")).isEqualTo("petdetails:8080");
    }

    @Test
    void transportDoesNotBlockTheEventLoopWhenItIsMadeThere() {
        // As in an application whose beans are made when they are first needed.
        MeshHttpClient transport = Mono.fromCallable(() -> new MeshHttpClient(caller.engine, new Alarms()))
                .subscribeOn(Schedulers.parallel())
                .block();

        assertThat(open(transport)).isNotNull();
    }

    @Test
    void unknownNameFailsAtOnceWithTheNamesThatAreNear() {
        caller.to(server(Behaviour.ok("fine")));

        assertThatThrownBy(() -> caller.web
                        .get()
                        .uri("http://petdetial/")
                        .retrieve()
                        .bodyToMono(String.class)
                        .block())
                .isInstanceOf(WebClientRequestException.class)
                .hasMessageContaining("petdetails");
    }

    private String get() {
        return caller.web.get().uri("/").retrieve().bodyToMono(String.class).block();
    }

    private Mono<String> posted() {
        return caller.web.post().uri("/").retrieve().bodyToMono(String.class);
    }

    /** The caller keeps so many idle connections to a server that resets each when it is used again, and takes new ones. */
    private void keepDeadConnections(int kept) {
        Behaviour[] behaviours = new Behaviour[kept + 1];
        Arrays.fill(behaviours, Behaviour.okTogether(kept, "fine"));
        behaviours[kept] = Behaviour.resetOnConnectionsUpTo(kept, "fine");
        caller.to(server(behaviours));
        Flux.range(0, kept)
                .flatMap(n -> caller.web.get().retrieve().bodyToMono(String.class), kept)
                .blockLast();
        caller.ended();
    }

    private String post(org.reactivestreams.Publisher<String> body) {
        return caller.web
                .post()
                .uri("/")
                .contentType(new MediaType("text", "plain", StandardCharsets.US_ASCII))
                .body(body, String.class)
                .retrieve()
                .bodyToMono(String.class)
                .block();
    }

    private MisbehavingServer server(Behaviour... inTurn) {
        return open(MisbehavingServer.start(inTurn));
    }

    private <T extends AutoCloseable> T open(T closeable) {
        open.add(closeable);
        return closeable;
    }

    private static final class OutOfPaper extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
