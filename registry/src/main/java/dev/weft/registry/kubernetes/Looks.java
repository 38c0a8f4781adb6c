package dev.weft.registry.kubernetes;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Has a thread of its own look whenever that is wanted: at the earliest of the times that are wanted, and from time to time
 * without anybody's wish. It is never interrupted, since a database that is a file closes for good when that happens to who
 * writes it. Thread-safe.
 */
final class Looks {

    private final Runnable look;
    private final Duration atLeast;
    private final ScheduledThreadPoolExecutor executor;

    // Guarded by this.
    private @Nullable ScheduledFuture<?> next;
    private long due;

    /**
     * @param look must not fail
     * @param atLeast how long after a look the next one comes that nobody wants
     */
    Looks(String thread, Runnable look, Duration atLeast) {
        this.look = look;
        this.atLeast = atLeast;
        this.executor = new ScheduledThreadPoolExecutor(
                1,
                task -> {
                    Thread its = new Thread(task, thread);
                    its.setDaemon(true);
                    return its;
                },
                // Wishes may come after the end.
                new ThreadPoolExecutor.DiscardPolicy());
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setRemoveOnCancelPolicy(true);
    }

    /** Wants a look after this pause, or earlier. */
    synchronized void after(Duration pause) {
        long wanted = System.nanoTime() + pause.toNanos();
        if (next != null) {
            if (wanted - due >= 0) {
                return;
            }
            next.cancel(false);
        }
        due = wanted;
        next = executor.schedule(this::run, pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void run() {
        synchronized (this) {
            // What is wanted from here on may be too late for this look.
            next = null;
        }
        try {
            look.run();
        } finally {
            after(atLeast);
        }
    }

    /** Begins no more looks, and waits this long at most for one that has begun. */
    void stop(Duration patience) {
        executor.shutdown();
        try {
            executor.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
