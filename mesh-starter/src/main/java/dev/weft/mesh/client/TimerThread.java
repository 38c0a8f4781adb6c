package dev.weft.mesh.client;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A daemon thread that wakes up in time, and ends when there was nothing to wake up for. */
final class TimerThread implements Timer {

    private final long began = System.nanoTime();

    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, task -> {
        Thread daemon = new Thread(task, "weft-alarms");
        daemon.setDaemon(true);
        return daemon;
    });

    TimerThread() {
        thread.setRemoveOnCancelPolicy(true);
        thread.setKeepAliveTime(10, TimeUnit.SECONDS);
        thread.allowCoreThreadTimeOut(true);
        // Whoever calls after the end learns from the connections that there are none any more.
        thread.setRejectedExecutionHandler(new ScheduledThreadPoolExecutor.DiscardPolicy());
    }

    @Override
    public long nanos() {
        return System.nanoTime() - began;
    }

    @Override
    public Runnable schedule(Runnable action, long nanos) {
        Future<?> task = thread.schedule(action, nanos, TimeUnit.NANOSECONDS);
        return () -> task.cancel(false);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
