package dev.weft.mesh.server;

import org.jspecify.annotations.Nullable;

/** A server's task that knows since when it has waited for a thread. */
final class QueuedTask implements Runnable {

    private static final ThreadLocal<@Nullable QueuedTask> RUNNING = new ThreadLocal<>();

    private final Runnable task;
    private final long queuedNanos;

    QueuedTask(Runnable task, long queuedNanos) {
        this.task = task;
        this.queuedNanos = queuedNanos;
    }

    @Override
    public void run() {
        RUNNING.set(this);
        try {
            task.run();
        } finally {
            RUNNING.set(null);
        }
    }

    /**
     * Since when the request that has just come to this thread has waited for it: now, if nobody knows. A task is asked once;
     * what it goes on to read from the same connection may have come since.
     */
    static long takeQueuedNanos(long nanos) {
        QueuedTask running = RUNNING.get();
        if (running == null) {
            return nanos;
        }
        RUNNING.set(null);
        return running.queuedNanos;
    }
}
