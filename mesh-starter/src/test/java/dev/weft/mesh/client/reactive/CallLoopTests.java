package dev.weft.mesh.client.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.client.OutgoingCall;
import dev.weft.mesh.client.OutgoingCalls;
import dev.weft.mesh.client.OutgoingRequest;
import dev.weft.mesh.engine.Attempt;
import dev.weft.mesh.engine.Engine;
import dev.weft.mesh.engine.EngineParts;
import dev.weft.mesh.engine.MeshMeters;
import dev.weft.mesh.model.HeaderFields;
import dev.weft.mesh.model.Headers;
import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.sim.CountingGuards;
import dev.weft.mesh.sim.Mesh;
import dev.weft.mesh.telemetry.AttemptSpans;
import dev.weft.mesh.testkit.FixedDirectory;
import dev.weft.mesh.testkit.TestEngine;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Calls whose attempts are answered, fail and are given up in any order: all that they took is given back. */
class CallLoopTests {

    private static final Outcome[] ERRORS = {
        Outcome.CONNECT_FAILED, Outcome.CONNECT_TIMEOUT, Outcome.REFUSED, Outcome.RESET, Outcome.TIMEOUT
    };

    private final CountingGuards guards = new CountingGuards();
    private final VirtualTimeScheduler scheduler = VirtualTimeScheduler.create();
    private final Engine engine = new Engine(
            new EngineParts(
                    TestEngine.SELF,
                    null,
                    "client-0",
                    new FixedDirectory().put(Caller.SERVICE, Mesh.endpoint(1), Mesh.endpoint(2), Mesh.endpoint(3)),
                    service -> ServiceRules.defaults(),
                    guards,
                    MeshMeters.NONE,
                    new Random(7)),
            System::nanoTime);
    private final OutgoingCalls calls = new OutgoingCalls(engine, TestEngine.SELF, AttemptSpans.NONE);

    @Test
    void nothingIsHeldAfterAnyOrderOfEvents() {
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            List<Play> plays = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                plays.add(new Play());
            }
            for (int i = 0; i < 60; i++) {
                plays.get(random.nextInt(plays.size())).doSomething(random);
                scheduler.advanceTimeBy(Duration.ofMillis(random.nextInt(100)));
            }
            plays.forEach(Play::finish);
            assertNothingIsHeld("seed " + seed);
            assertThat(plays).as("seed %d", seed).allMatch(Play::hasClosedWhatNobodyRead);
        }
    }

    @Test
    void nothingIsHeldWhenCallerLeavesJustAsTheHeadComes() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 2_000; round++) {
                Play play = new Play();
                int status = round % 3 == 0 ? 503 : 200;
                CyclicBarrier start = new CyclicBarrier(2);
                Future<?> head = threads.submit(() -> {
                    start.await();
                    play.answer(status);
                    return null;
                });
                Future<?> cancel = threads.submit(() -> {
                    start.await();
                    play.subscription.dispose();
                    return null;
                });
                head.get();
                cancel.get();
                play.finish();
                assertNothingIsHeld("round " + round);
                assertThat(play.hasClosedWhatNobodyRead()).as("round %d", round).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void assertNothingIsHeld(String when) {
        assertThat(engine.destination(ServiceName.of(Caller.SERVICE)).inFlight())
                .as("attempts under way, %s", when)
                .isZero();
        assertThat(guards.bulkheadHeld).as("calls under way, %s", when).hasValue(0);
        assertThat(guards.breakerHeld)
                .as("permissions of the breaker, %s", when)
                .hasValue(0);
    }

    /** One call, and what happens to it. */
    private final class Play {
        private final OutgoingCall call = calls.begin(
                OutgoingRequest.of(
                        ServiceName.of(Caller.SERVICE), URI.create("http://petdetails/"), "GET", Headers.NONE, true),
                null);
        private volatile MonoSink<FakeReply> waiting;
        private volatile Attempt attempt;
        private volatile FakeReply answered;
        private final List<FakeReply> replies = new CopyOnWriteArrayList<>();
        private volatile FakeReply delivered;
        private final Disposable subscription;

        Play() {
            subscription = new CallLoop<>(call, this::send, scheduler, System::nanoTime)
                    .run()
                    // As WebClient does it: the head comes, and the call goes on with the body.
                    .flatMap(reply -> {
                        delivered = reply;
                        return Mono.never();
                    })
                    .subscribe(nothing -> {}, error -> {});
        }

        private Mono<FakeReply> send(Attempt next) {
            return Mono.create(sink -> {
                attempt = next;
                sink.onCancel(() -> {
                    FakeReply reply = answered;
                    if (reply == null) {
                        call.call().ended(next, Outcome.CANCELLED, System.nanoTime());
                    } else if (!reply.isTaken()) {
                        reply.drop();
                    }
                });
                waiting = sink;
            });
        }

        void doSomething(Random random) {
            switch (random.nextInt(6)) {
                case 0 -> answer(200);
                case 1 -> answer(503);
                case 2 -> fail(ERRORS[random.nextInt(ERRORS.length)]);
                case 3 -> take();
                case 4 -> endBody(random.nextBoolean() ? Outcome.COMPLETED : Outcome.TRUNCATED);
                default -> {
                    if (random.nextInt(4) == 0) {
                        subscription.dispose();
                    }
                }
            }
        }

        void answer(int status) {
            MonoSink<FakeReply> sink = waiting;
            if (sink != null) {
                waiting = null;
                FakeReply reply = new FakeReply(this, attempt, status);
                answered = reply;
                replies.add(reply);
                sink.success(reply);
                if (delivered != reply && subscription.isDisposed()) {
                    // As the transport does when it finds nobody there any more.
                    reply.drop();
                }
            }
        }

        void fail(Outcome outcome) {
            MonoSink<FakeReply> sink = waiting;
            if (sink != null) {
                waiting = null;
                call.call().ended(attempt, outcome, System.nanoTime());
                sink.error(new AttemptException(outcome, new IllegalStateException("test")));
            }
        }

        void take() {
            if (delivered != null) {
                delivered.taken = true;
            }
        }

        void endBody(Outcome outcome) {
            if (delivered != null && delivered.taken) {
                call.call().ended(delivered.attempt, outcome, System.nanoTime());
            }
        }

        /** Whatever is still under way ends by the caller's leaving. */
        void finish() {
            subscription.dispose();
            endBody(Outcome.CANCELLED);
        }

        boolean hasClosedWhatNobodyRead() {
            return replies.stream().allMatch(reply -> reply.taken || reply.dropped);
        }
    }

    private static final class FakeReply implements Reply {
        private final Play play;
        private final Attempt attempt;
        private final int status;
        private volatile boolean taken;
        private volatile boolean dropped;

        FakeReply(Play play, Attempt attempt, int status) {
            this.play = play;
            this.attempt = attempt;
            this.status = status;
        }

        @Override
        public int status() {
            return status;
        }

        @Override
        public Headers headers() {
            return Headers.NONE;
        }

        @Override
        public HeaderFields fields() {
            return new NettyFields(new DefaultHttpHeaders());
        }

        @Override
        public boolean isTaken() {
            return taken;
        }

        @Override
        public void drop() {
            dropped = true;
            play.call.call().ended(attempt, Outcome.CANCELLED, System.nanoTime());
        }
    }
}
