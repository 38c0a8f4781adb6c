package dev.weft.bench.comparison.caller;

import dev.weft.bench.closed.Calls;
import dev.weft.bench.closed.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
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
@Import({Answer.class, Heap.class})
public class Caller {

    private final ObjectProvider<BlockingCalls> blocking;
    private final ObjectProvider<ReactiveCalls> reactive;

    Caller(ObjectProvider<BlockingCalls> blocking, ObjectProvider<ReactiveCalls> reactive) {
        this.blocking = blocking;
        this.reactive = reactive;
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
