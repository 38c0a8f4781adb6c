package dev.weft.registry.store;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** What readers see: it never goes back. Thread-safe. */
final class Publication {

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Lock changing = new ReentrantLock();

    // Written under changing.
    private volatile Snapshot held;

    Publication(Snapshot first) {
        this.held = first;
    }

    Snapshot held() {
        return held;
    }

    /** Has this called, quickly, after each change. */
    void listen(Runnable listener) {
        listeners.add(listener);
    }

    /** Publishes it, unless another thread has published the same meanwhile, or more. */
    void offer(Snapshot next) {
        if (changes(next)) {
            listeners.forEach(Runnable::run);
        }
    }

    private boolean changes(Snapshot next) {
        changing.lock();
        try {
            boolean newer = !next.position().equals(held.position()) && next.mayFollow(held.position());
            if (newer) {
                held = next;
            }
            return newer;
        } finally {
            changing.unlock();
        }
    }
}
