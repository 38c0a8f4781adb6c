package dev.weft.mesh.client.reactive;

import dev.weft.mesh.engine.Call;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/**
 * Watches a time limit that moves. Instead of a timer for every move there is one that, when it rings, asks what is left and
 * sleeps for as long again; most attempts are over before it rings once.
 */
final class Alarm implements Runnable, Disposable {

    private final Scheduler scheduler;
    private final LongSupplier left;
    private final Disposable.Swap timer = Disposables.swap();

    /** @param left what is left of the limit, in nanoseconds, or {@link Call#UNLIMITED}; acts on its own when nothing is */
    Alarm(Scheduler scheduler, LongSupplier left) {
        this.scheduler = scheduler;
        this.left = left;
    }

    /** Asks what is left now, and again when that has passed. */
    @Override
    public void run() {
        long nanos = left.getAsLong();
        if (nanos > 0 && nanos != Call.UNLIMITED && !timer.isDisposed()) {
            timer.update(scheduler.schedule(this, nanos, TimeUnit.NANOSECONDS));
        }
    }

    @Override
    public void dispose() {
        timer.dispose();
    }

    @Override
    public boolean isDisposed() {
        return timer.isDisposed();
    }
}
