package dev.weft.bench.comparison.caller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.bench.closed.Outcome;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

@Timeout(60)
class ClosedLoopTests {

    private static final ClosedLoop FOUR = new ClosedLoop(4, 16, Duration.ofMillis(20));

    private static final long MUCH = 1024 * 1024;

    private final SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor();

    @Test
    void runWhenCallersBlockHasAllOfThemAtOnce() {
        CyclicBarrier all = new CyclicBarrier(4);
        CountDownLatch met = new CountDownLatch(4);
        Set<Thread> callers = ConcurrentHashMap.newKeySet();

        Outcome outcome = FOUR.run(
                bytes -> {
                    if (callers.add(Thread.currentThread())) {
                        await(all);
                        met.countDown();
                    }
                    return bytes;
                },
                threads);

        assertThat(met.getCount()).isZero();
        assertThat(outcome.answered()).isGreaterThanOrEqualTo(4);
        assertThat(outcome.failed()).isZero();
        assertThat(outcome.nanos()).isGreaterThanOrEqualTo(Duration.ofMillis(20).toNanos());
        assertThat(outcome.latencies().getTotalCount()).isEqualTo(outcome.answered());
    }

    @Test
    void runWhenAnswersAreTooShortOrMissingCountsThemAsFailed() {
        AtomicInteger calls = new AtomicInteger();

        Outcome outcome = FOUR.run(
                bytes -> {
                    if (calls.incrementAndGet() % 2 == 0) {
                        throw new IllegalStateException("lost");
                    }
                    return bytes - 1;
                },
                threads);

        assertThat(outcome.answered()).isZero();
        assertThat(outcome.failed()).isEqualTo(calls.get());
        assertThat(outcome.why()).isNotNull();
    }

    @Test
    void runWhenCallsAllocateSaysHowMuch() {
        BlockingCalls calls = bytes -> new byte[(int) MUCH].length - MUCH + bytes;
        FOUR.run(calls, threads);

        // By now what is needed for the first time is there.
        Outcome outcome = FOUR.run(calls, threads);

        assertThat(outcome.allocated()).isBetween(outcome.answered() * MUCH, outcome.answered() * MUCH * 2);
    }

    @Test
    void runWhenReactiveCallsAllocateOnOtherThreadsSaysHowMuch() {
        Scheduler others = Schedulers.newSingle("others");
        ReactiveCalls calls = bytes -> Mono.fromCallable(() -> (long) new byte[(int) MUCH].length - MUCH + bytes)
                .subscribeOn(others);
        FOUR.run(calls);

        Outcome outcome = FOUR.run(calls);

        others.dispose();
        assertThat(outcome.allocated()).isBetween(outcome.answered() * MUCH, outcome.answered() * MUCH * 2);
    }

    @Test
    void runWhenCallsAreReactiveCountsWhatIsWholeAndWhatIsNot() {
        AtomicInteger calls = new AtomicInteger();

        Outcome outcome = FOUR.run(bytes -> switch (calls.incrementAndGet() % 3) {
            case 0 -> Mono.error(new IllegalStateException("lost"));
            case 1 -> Mono.just(bytes - 1L);
            default -> Mono.just((long) bytes);
        });

        assertThat(outcome.answered() + outcome.failed()).isEqualTo(calls.get());
        assertThat(outcome.answered()).isBetween(calls.get() / 3L, calls.get() / 3L + 1);
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
