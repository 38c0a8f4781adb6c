package dev.weft.bench.comparison.caller;

import dev.weft.bench.closed.Calls;
import dev.weft.bench.closed.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Calls as it is told, and says what it has come to. Applications import it and bring the calls. Each can be what others
 * call, too.
 */
@RestController
@Import({Answer.class, AtRest.class, Heap.class, Spans.class})
public class Caller {

    private final ObjectProvider<BlockingCalls> blocking;
    private final ObjectProvider<ReactiveCalls> reactive;
    private final ObjectProvider<ServiceCalls> services;

    Caller(
            ObjectProvider<BlockingCalls> blocking,
            ObjectProvider<ReactiveCalls> reactive,
            ObjectProvider<ServiceCalls> services) {
        this.blocking = blocking;
        this.reactive = reactive;
        this.services = services;
    }

    @PostMapping("/run")
    Outcome run(
            @RequestParam Calls calls, @RequestParam int callers, @RequestParam int bytes, @RequestParam long millis) {
        ClosedLoop loop = new ClosedLoop(callers, bytes, Duration.ofMillis(millis));
        return onBareThread(() -> switch (calls) {
            case BLOCKING -> loop.run(blocking.getObject(), threads(false));
            case VIRTUAL -> loop.run(blocking.getObject(), threads(true));
            case REACTIVE -> loop.run(reactive.getObject());
        });
    }

    /** How many nanoseconds each of the first calls of a service takes. */
    @PostMapping("/first")
    List<Long> first(@RequestParam String service, @RequestParam int bytes, @RequestParam int calls) {
        return onBareThread(() -> {
            BlockingCalls fresh = services.getObject().of(service);
            return Stream.generate(() -> timed(fresh, bytes)).limit(calls).toList();
        });
    }

    private static long timed(BlockingCalls calls, int bytes) {
        long start = System.nanoTime();
        long read = calls.read(bytes);
        long nanos = System.nanoTime() - start;
        if (read != bytes) {
            throw new IllegalStateException(read + " bytes (expected: " + bytes + ")");
        }
        return nanos;
    }

    /**
     * Where no request is being served: here each call would belong to the trace of the one that asked for all of them, and
     * one decision on sampling would go for all.
     */
    private static <T> T onBareThread(Supplier<T> loop) {
        return CompletableFuture.supplyAsync(loop, threads(false)).join();
    }

    private static SimpleAsyncTaskExecutor threads(boolean virtual) {
        SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor("caller-");
        threads.setVirtualThreads(virtual);
        return threads;
    }
}
