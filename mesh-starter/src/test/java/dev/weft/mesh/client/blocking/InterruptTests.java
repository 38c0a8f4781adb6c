package dev.weft.mesh.client.blocking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.mesh.client.CallCancelledException;
import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.testkit.Behaviour;
import dev.weft.mesh.testkit.MisbehavingServer;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.util.ReflectionUtils;

/** An interrupt ends a call, whatever it waits for, on platform threads and, where there are any, on virtual ones. */
class InterruptTests {

    /** Kinds of thread. */
    static Stream<Function<Runnable, Thread>> threads() {
        Function<Runnable, Thread> platform = Thread::new;
        return Runtime.version().feature() < 21 ? Stream.of(platform) : Stream.of(platform, InterruptTests::virtual);
    }

    private static Thread virtual(Runnable task) {
        var start = ReflectionUtils.findMethod(Thread.class, "startVirtualThread", Runnable.class);
        // Started by the test, as all are: begins with a wait for that.
        return new Thread(task) {
            private Thread started;

            @Override
            public synchronized void start() {
                started = (Thread) ReflectionUtils.invokeMethod(start, null, task);
            }

            @Override
            public synchronized void interrupt() {
                started.interrupt();
            }
        };
    }

    @ParameterizedTest
    @MethodSource("threads")
    void interruptWhenTheEndpointIsABlackHoleEndsTheCallAndTheRequest(Function<Runnable, Thread> threads)
            throws Exception {
        try (MisbehavingServer server = MisbehavingServer.start(Behaviour.blackHole());
                BlockingMesh mesh = BlockingMesh.of(server)) {
            Caller caller = new Caller(threads, () -> request(mesh));
            await().atMost(BlockingMesh.PATIENCE).until(() -> server.received().size() == 1);
            caller.interrupt();

            assertThat(caller.thrown())
                    .isInstanceOf(InterruptedIOException.class)
                    .hasMessageContaining("petdetails")
                    .hasCauseInstanceOf(CallCancelledException.class);
            assertThat(caller.isStillInterrupted()).isTrue();
            assertThat(mesh.outcomes()).containsExactly(Outcome.CANCELLED);
            await().atMost(BlockingMesh.PATIENCE).until(() -> server.openConnections() == 0);
        }
    }

    @ParameterizedTest
    @MethodSource("threads")
    void interruptWhenTheCallPausesBeforeARetryEndsIt(Function<Runnable, Thread> threads) throws Exception {
        Behaviour busy = Behaviour.status(503, "", "Retry-After: 10");
        try (MisbehavingServer server = MisbehavingServer.start(busy);
                BlockingMesh mesh = BlockingMesh.of(server)) {
            Caller caller = new Caller(threads, () -> request(mesh));
            await().atMost(BlockingMesh.PATIENCE).until(() -> server.received().size() == 1 && mesh.inFlight() == 0);
            caller.interrupt();

            assertThat(caller.thrown()).isInstanceOf(InterruptedIOException.class);
            assertThat(mesh.outcomes()).containsExactly(Outcome.COMPLETED);
            assertThat(server.begun()).isOne();
        }
    }

    @ParameterizedTest
    @MethodSource("threads")
    void interruptWhenTheBodyStandsStillEndsIt(Function<Runnable, Thread> threads) throws Exception {
        try (MisbehavingServer server = MisbehavingServer.start(Behaviour.stallInBody("Maxi"));
                BlockingMesh mesh = BlockingMesh.of(server)) {
            AtomicBoolean reading = new AtomicBoolean();
            Caller caller = new Caller(threads, () -> {
                InputStream body = request(mesh).getBody();
                body.readNBytes(4);
                reading.set(true);
                return body.read();
            });
            await().atMost(BlockingMesh.PATIENCE).untilTrue(reading);
            caller.interrupt();

            assertThat(caller.thrown()).isInstanceOf(InterruptedIOException.class);
            assertThat(mesh.outcomes()).containsExactly(Outcome.CANCELLED);
        }
    }

    private static ClientHttpResponse request(BlockingMesh mesh) throws Exception {
        return mesh.factory()
                .createRequest(URI.create("http://petdetails/pet/1"), HttpMethod.GET)
                .execute();
    }

    /** Something that is called on a thread of its own. */
    private static final class Caller {
        private final AtomicBoolean interrupted = new AtomicBoolean();
        private final FutureTask<Throwable> task;
        private final Thread thread;

        Caller(Function<Runnable, Thread> threads, Callable<?> call) {
            task = new FutureTask<>(() -> {
                try {
                    call.call();
                    return null;
                } catch (Exception e) {
                    interrupted.set(Thread.interrupted());
                    return e;
                }
            });
            thread = threads.apply(task);
            thread.start();
        }

        void interrupt() {
            thread.interrupt();
        }

        Throwable thrown() throws Exception {
            return task.get(BlockingMesh.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }

        boolean isStillInterrupted() {
            return interrupted.get();
        }
    }
}
