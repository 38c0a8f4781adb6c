package dev.weft.mesh.client.blocking;

import dev.weft.mesh.engine.Call;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One daemon thread that wakes up for attempts whose time is over. What it runs must not block. Thread-safe. */
final class Alarms implements AutoCloseable {

    /** An alarm that was set. */
    @FunctionalInterface
    interface Alarm {
        /** One that never goes off. */
        Alarm NEVER = () -> true;

        /** Cancels the alarm: false if it has gone off already. */
        boolean cancel();
    }

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "weft-alarms");
        thread.setDaemon(true);
        return thread;
    });

    Alarms() {
        timer.setRemoveOnCancelPolicy(true);
        // Whoever calls after the end learns from the connections that there are none any more.
        timer.setRejectedExecutionHandler(new ScheduledThreadPoolExecutor.DiscardPolicy());
    }

    /** Sets an alarm that goes off after so long, {@link Call#UNLIMITED} for never. */
    Alarm in(long nanos, Runnable action) {
        if (nanos == Call.UNLIMITED) {
            return Alarm.NEVER;
        }
        Future<?> task = timer.schedule(action, nanos, TimeUnit.NANOSECONDS);
        return () -> task.cancel(false);
    }

    /** Runs the action again and again, with so long a pause. */
    void every(long nanos, Runnable action) {
        timer.scheduleWithFixedDelay(action, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
