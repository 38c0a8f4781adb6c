package dev.weft.mesh.client.reactive;

import dev.weft.mesh.client.Timer;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/** Alarms in a scheduler's time, which may be virtual. */
record SchedulerTimer(Scheduler scheduler) implements Timer {

    @Override
    public long nanos() {
        return scheduler.now(TimeUnit.NANOSECONDS);
    }

    @Override
    public Runnable schedule(Runnable action, long nanos) {
        Disposable task = scheduler.schedule(action, nanos, TimeUnit.NANOSECONDS);
        return task::dispose;
    }
}
