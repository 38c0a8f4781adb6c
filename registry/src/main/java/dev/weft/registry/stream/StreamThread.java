package dev.weft.registry.stream;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The one thread on which everything is made that watchers are sent: so it comes in an order, and what is known of services
 * needs no locks. Nothing that runs here may block.
 */
@Component
final class StreamThread implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StreamThread.class);

    private final ScheduledThreadPoolExecutor executor;

    StreamThread() {
        this.executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "watch-stream");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        // What comes after the end of the registry is of no use to anybody.
        executor.setRejectedExecutionHandler((task, pool) -> LOG.debug("Too late: {}", task));
    }

    void execute(Runnable task) {
        executor.execute(guarded(task));
    }

    void schedule(Runnable task, long delayNanos) {
        executor.schedule(guarded(task), Math.max(0, delayNanos), TimeUnit.NANOSECONDS);
    }

    Future<?> repeat(Runnable task, Duration period) {
        return executor.scheduleAtFixedRate(guarded(task), period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** An exception would end what is repeated, and be seen by nobody. */
    private static Runnable guarded(Runnable task) {
        return () -> apart("Something", task);
    }

    /** Does one of several things at once: where it fails the others are done all the same. */
    static void apart(String what, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("{} could not be told to watchers", what, e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
