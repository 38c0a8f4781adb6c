package dev.weft.mesh.client;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one limit after the other, with a timer that outlives them: it is set anew only when a limit comes before it rings.
 * One borrower at a time; the timer's thread may look at any time.
 */
final class Watch {

    private static final long NEVER = Long.MAX_VALUE;

    private final Timer timer;
    private final Consumer<Watch> giveBack;
    private final AtomicReference<@Nullable Limit> limit = new AtomicReference<>();

    /** When the timer rings. Changed under the lock of this, read by borrowers without it. */
    private volatile long ringsNanos = NEVER;

    // Guarded by this.
    private Runnable cancel = () -> {};

    /** @param giveBack called whenever its borrower is done with it */
    Watch(Timer timer, Consumer<Watch> giveBack) {
        this.timer = timer;
        this.giveBack = giveBack;
    }

    /** Runs the action after so long, unless what is returned is cancelled before; then the watch goes back. */
    Alarms.Alarm set(long nanos, Runnable action) {
        long now = timer.nanos();
        Limit next = new Limit(nanos >= NEVER - now ? NEVER - 1 : now + nanos, action);
        // In this order: a timer that rings now either sees the limit, or is seen to have rung.
        limit.set(next);
        if (next.dueNanos < ringsNanos) {
            ringAt(next.dueNanos);
        }
        return next;
    }

    private synchronized void ringAt(long nanos) {
        if (nanos < ringsNanos) {
            cancel.run();
            ringsNanos = nanos;
            cancel = timer.schedule(this::ring, nanos - timer.nanos());
        }
    }

    private void ring() {
        long now = timer.nanos();
        synchronized (this) {
            if (now < ringsNanos) {
                // Cancelled too late: another timer has taken its place.
                return;
            }
            ringsNanos = NEVER;
        }
        Limit current = limit.get();
        if (current != null && current.dueNanos > now) {
            ringAt(current.dueNanos);
        } else if (current != null && current.cancel()) {
            current.action.run();
        }
    }

    /** It is not needed any more, and has no borrower. */
    synchronized void stop() {
        cancel.run();
    }

    private final class Limit implements Alarms.Alarm {

        private final long dueNanos;
        private final Runnable action;

        Limit(long dueNanos, Runnable action) {
            this.dueNanos = dueNanos;
            this.action = action;
        }

        @Override
        public boolean cancel() {
            boolean first = limit.compareAndSet(this, null);
            if (first) {
                giveBack.accept(Watch.this);
            }
            return first;
        }
    }
}
