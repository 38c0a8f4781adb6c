package dev.weft.mesh.client;

import dev.weft.mesh.engine.Call;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Wakes up for attempts whose time is over. What it runs must not block. Thread-safe.
 *
 * <p>Nearly every attempt is over long before its limit. To set a timer for each, and to cancel it, would be work for
 * nothing, and all calls would wait for one lock to do it. So timers stay where attempts end: an alarm borrows a {@link
 * Watch}, whose timer may have been set for an attempt before. A timer that rings looks at what its watch is borrowed for
 * by then. That makes about one timer for each thread and time limit, whatever the number of attempts. An alarm goes off
 * neither earlier nor later by it.
 */
public final class Alarms implements AutoCloseable {

    /** An alarm that was set. */
    @FunctionalInterface
    public interface Alarm {
        /** One that never goes off. */
        Alarm NEVER = () -> true;

        /** Cancels the alarm: false if it has gone off already. */
        boolean cancel();
    }

    /** So many watches are kept for whoever needs one next; a power of two. */
    private static final int KEPT = 64;

    /** In so many places a watch is looked for, and a place for it. */
    private static final int PROBES = 4;

    private final AtomicReferenceArray<@Nullable Watch> kept = new AtomicReferenceArray<>(KEPT);
    private final Timer timer;

    /** With a thread of its own, which starts with the first alarm. */
    public Alarms() {
        this(new TimerThread());
    }

    public Alarms(Timer timer) {
        this.timer = timer;
    }

    /** Sets an alarm that goes off after so long, {@link Call#UNLIMITED} for never. */
    public Alarm in(long nanos, Runnable action) {
        return nanos == Call.UNLIMITED ? Alarm.NEVER : take().set(nanos, action);
    }

    /** Runs the action again and again, also after it has failed, with so long a pause, until what is returned is cancelled. */
    public Alarm every(long nanos, Runnable action) {
        return new Repetition(timer, nanos, action).begin();
    }

    private Watch take() {
        int from = Thread.currentThread().hashCode();
        for (int i = 0; i < PROBES; i++) {
            Watch found = kept.getAndSet(from + i & KEPT - 1, null);
            if (found != null) {
                return found;
            }
        }
        return new Watch(timer, this::keep);
    }

    private void keep(Watch watch) {
        int from = Thread.currentThread().hashCode();
        for (int i = 0; i < PROBES; i++) {
            if (kept.compareAndSet(from + i & KEPT - 1, null, watch)) {
                return;
            }
        }
        watch.stop();
    }

    @Override
    public void close() {
        timer.close();
    }
}
