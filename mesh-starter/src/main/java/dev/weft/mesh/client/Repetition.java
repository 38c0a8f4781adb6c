package dev.weft.mesh.client;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs an action again and again, whatever becomes of it each time. Thread-safe. */
final class Repetition implements Runnable, Alarms.Alarm {

    private static final Logger log = LoggerFactory.getLogger(Repetition.class);

    private final Timer timer;
    private final long pauseNanos;
    private final Runnable action;
    private final AtomicBoolean over = new AtomicBoolean();

    /** Whether it went wrong the last time. Only one run at a time, each set by the one before. */
    private boolean failing;

    Repetition(Timer timer, long pauseNanos, Runnable action) {
        this.timer = timer;
        this.pauseNanos = pauseNanos;
        this.action = action;
    }

    Repetition begin() {
        timer.schedule(this, pauseNanos);
        return this;
    }

    @Override
    public void run() {
        if (over.get()) {
            return;
        }
        try {
            action.run();
            failing = false;
        } catch (RuntimeException | Error e) {
            // Also an error: where there are no more threads for a moment, it is one. Nobody else would hear of it.
            tell(e);
        } finally {
            begin();
        }
    }

    /** Once, until it has gone well: some run five times a second. */
    private void tell(Throwable problem) {
        boolean known = failing;
        failing = true;
        if (!known) {
            log.warn(
                    "Work that is done every {} has failed, and is tried again", Duration.ofNanos(pauseNanos), problem);
        }
    }

    @Override
    public boolean cancel() {
        return over.compareAndSet(false, true);
    }
}
