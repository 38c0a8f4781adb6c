package dev.weft.bench.comparison.caller;

import dev.weft.bench.closed.Outcome;
import dev.weft.bench.closed.Tally;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Several callers that each ask again as soon as they have their answer, and at least once.
 *
 * @param callers how many there are
 * @param bytes how long each answer is
 * @param duration after which none begins another call
 */
record ClosedLoop(int callers, int bytes, Duration duration) {

    /** @param executor has a thread for each caller */
    Outcome run(BlockingCalls calls, Executor executor) {
        List<Tally> tallies = tallies();
        CountDownLatch done = new CountDownLatch(callers);
        CountDownLatch counted = new CountDownLatch(1);
        Allocated allocated = Allocated.now();
        long start = System.nanoTime();
        CompletableFuture<?>[] loops = tallies.stream()
                .map(tally -> CompletableFuture.runAsync(
                        () -> {
                            try {
                                loop(calls, tally, start);
                            } finally {
                                done.countDown();
                                // What a thread has allocated is forgotten when it ends.
                                await(counted);
                            }
                        },
                        executor))
                .toArray(CompletableFuture<?>[]::new);
        await(done);
        Outcome outcome = Tally.sum(tallies, System.nanoTime() - start, allocated.untilNow());
        counted.countDown();
        CompletableFuture.allOf(loops).join();
        return outcome;
    }

    Outcome run(ReactiveCalls calls) {
        List<Tally> tallies = tallies();
        Allocated allocated = Allocated.now();
        long start = System.nanoTime();
        Flux.fromIterable(tallies)
                .flatMap(tally -> loop(calls, tally, start), callers)
                .blockLast();
        return Tally.sum(tallies, System.nanoTime() - start, allocated.untilNow());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while calls are made", e);
        }
    }

    private List<Tally> tallies() {
        return Stream.generate(Tally::new).limit(callers).toList();
    }

    private boolean goesOn(long start) {
        return System.nanoTime() - start < duration.toNanos();
    }

    private void loop(BlockingCalls calls, Tally tally, long start) {
        do {
            long begun = System.nanoTime();
            try {
                note(tally, begun, calls.read(bytes));
            } catch (RuntimeException e) {
                tally.failed(e.toString());
            }
        } while (goesOn(start));
    }

    private Mono<Void> loop(ReactiveCalls calls, Tally tally, long start) {
        Mono<Void> call = Mono.defer(() -> {
            long begun = System.nanoTime();
            return calls.read(bytes)
                    .doOnNext(read -> note(tally, begun, read))
                    .onErrorResume(Exception.class, e -> {
                        tally.failed(e.toString());
                        return Mono.empty();
                    })
                    .then();
        });
        return call.repeat(() -> goesOn(start)).then();
    }

    private void note(Tally tally, long begun, long read) {
        if (read == bytes) {
            tally.answered(System.nanoTime() - begun);
        } else {
            tally.failed(read + " bytes (expected: " + bytes + ")");
        }
    }
}
