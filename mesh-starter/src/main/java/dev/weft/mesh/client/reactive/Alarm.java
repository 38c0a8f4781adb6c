package dev.weft.mesh.client.reactive;

import dev.weft.mesh.client.Alarms;
import dev.weft.mesh.engine.Call;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/**
 * Watches a time limit that moves. Instead of a timer for every move there is one that, when it rings, asks what is left and
 * sleeps for as long again; most attempts are over before it rings once.
 *
 * <p>It asks on a scheduler, since whoever is told then may be the application. To sleep there would have Reactor capture the
 * thread's context for each attempt.
 */
final class Alarm implements Runnable, Disposable {

    /** Set once it is disposed of. */
    private static final Alarms.Alarm OVER = () -> false;

    private final Alarms alarms;
    private final Scheduler scheduler;
    private final LongSupplier left;
    private final AtomicReference<Alarms.Alarm> set = new AtomicReference<>(Alarms.Alarm.NEVER);

    /** @param left what is left of the limit, in nanoseconds, or {@link Call#UNLIMITED}; acts on its own when nothing is */
    Alarm(Alarms alarms, Scheduler scheduler, LongSupplier left) {
        this.alarms = alarms;
        this.scheduler = scheduler;
        this.left = left;
    }

    /** Asks what is left now, and again when that has passed. */
    @Override
    public void run() {
        if (isDisposed()) {
            // It has rung meanwhile: what it would look at may be another attempt's by now.
            return;
        }
        long nanos = left.getAsLong();
        if (nanos > 0 && nanos != Call.UNLIMITED) {
            replace(alarms.in(nanos, this::ring));
        }
    }

    private void ring() {
        scheduler.schedule(this);
    }

    private void replace(Alarms.Alarm next) {
        Alarms.Alarm before = set.getAndUpdate(now -> now == OVER ? OVER : next);
        (before == OVER ? next : before).cancel();
    }

    @Override
    public void dispose() {
        set.getAndSet(OVER).cancel();
    }

    @Override
    public boolean isDisposed() {
        return set.get() == OVER;
    }
}
