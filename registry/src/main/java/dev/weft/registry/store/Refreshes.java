package dev.weft.registry.store;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Looks into the database for readers, on a thread of its own: so a database that hangs holds that thread, and no reader for
 * longer than a moment. Those who come while a look waits for its turn share it. Thread-safe.
 */
final class Refreshes {

    /** So long a reader waits for the latest; a database that is well needs a few milliseconds. */
    private static final Duration MOMENT = Duration.ofMillis(200);

    private final Runnable look;
    private final AtomicReference<@Nullable CompletableFuture<Void>> next = new AtomicReference<>();
    private final ExecutorService executor;
    private volatile boolean looking;
    private volatile long since;

    Refreshes(Runnable look) {
        this.look = look;
        ThreadPoolExecutor one =
                new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "rule-refresh");
                    thread.setDaemon(true);
                    return thread;
                });
        // Nobody ends a store: who asks no more needs no thread.
        one.allowCoreThreadTimeOut(true);
        this.executor = one;
    }

    /** Returns when a look that began after this call has ended, or a moment later; at once while one hangs. */
    void await() {
        if (isStuck()) {
            return;
        }
        try {
            ask().get(MOMENT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // What is known is good enough.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether a look takes longer than a reader would wait. */
    boolean isStuck() {
        return looking && System.nanoTime() - since > MOMENT.toNanos();
    }

    private CompletableFuture<Void> ask() {
        CompletableFuture<Void> mine = new CompletableFuture<>();
        CompletableFuture<Void> waiting = next.compareAndExchange(null, mine);
        if (waiting != null) {
            return waiting;
        }
        executor.execute(() -> run(mine));
        return mine;
    }

    private void run(CompletableFuture<Void> asked) {
        // From here on whoever asks needs a look of their own.
        next.set(null);
        since = System.nanoTime();
        looking = true;
        try {
            look.run();
        } finally {
            looking = false;
            asked.complete(null);
        }
    }
}
