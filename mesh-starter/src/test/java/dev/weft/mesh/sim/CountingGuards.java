package dev.weft.mesh.sim;

import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.model.Subset;
import dev.weft.mesh.resilience.Breaker;
import dev.weft.mesh.resilience.Bulkhead;
import dev.weft.mesh.resilience.Guards;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A breaker and a bulkhead, the same for every service, that count what is taken and given back. Thread-safe. */
public final class CountingGuards implements Guards {

    /** Permissions of the breaker that nobody has given back. */
    public final AtomicInteger breakerHeld = new AtomicInteger();

    /** Calls that the bulkhead thinks are under way. */
    public final AtomicInteger bulkheadHeld = new AtomicInteger();

    public final AtomicInteger succeeded = new AtomicInteger();
    public final AtomicInteger failed = new AtomicInteger();
    public final AtomicInteger released = new AtomicInteger();

    /** Breakers and bulkheads that were given back more than was taken from them. */
    public final Set<String> overdrawn = ConcurrentHashMap.newKeySet();

    /** The services that were asked a breaker for. */
    public final Set<ServiceName> guarded = ConcurrentHashMap.newKeySet();

    /** The parts of services that were asked a breaker for, and not forgotten since. */
    public final Set<Subset> parts = ConcurrentHashMap.newKeySet();

    private volatile boolean open;
    private volatile int limit = Integer.MAX_VALUE;

    /** The breaker opens. */
    public void open() {
        open = true;
    }

    /** It closes again. */
    public void close() {
        open = false;
    }

    public void limit(int newLimit) {
        limit = newLimit;
    }

    @Override
    public Breaker breaker(ServiceName service, Subset subset) {
        guarded.add(service);
        parts.add(subset);
        Held held = new Held("breaker of " + service + " " + subset, breakerHeld);
        return new Breaker() {
            @Override
            public boolean tryAcquire() {
                if (open) {
                    return false;
                }
                held.take();
                return true;
            }

            @Override
            public void succeeded(long tookNanos) {
                held.giveBack();
                succeeded.incrementAndGet();
            }

            @Override
            public void failed(long tookNanos) {
                held.giveBack();
                failed.incrementAndGet();
            }

            @Override
            public void release() {
                held.giveBack();
                released.incrementAndGet();
            }

            @Override
            public String state() {
                return open ? "open" : "closed";
            }
        };
    }

    @Override
    public void forget(ServiceName service, Collection<Subset> subsets) {
        parts.removeAll(subsets);
    }

    @Override
    public Bulkhead bulkhead(ServiceName service) {
        Held held = new Held("bulkhead of " + service, bulkheadHeld);
        return new Bulkhead() {
            @Override
            public boolean tryAcquire() {
                if (held.take() > limit) {
                    held.giveBack();
                    return false;
                }
                return true;
            }

            @Override
            public void release() {
                held.giveBack();
            }

            @Override
            public int limit() {
                return limit;
            }

            @Override
            public int free() {
                return limit - bulkheadHeld.get();
            }
        };
    }

    /** What one of them has given out, which counts for all of its kind. */
    private final class Held {

        private final String name;
        private final AtomicInteger ofAll;
        private final AtomicInteger own = new AtomicInteger();

        Held(String name, AtomicInteger ofAll) {
            this.name = name;
            this.ofAll = ofAll;
        }

        int take() {
            own.incrementAndGet();
            return ofAll.incrementAndGet();
        }

        void giveBack() {
            ofAll.decrementAndGet();
            if (own.decrementAndGet() < 0) {
                overdrawn.add(name);
            }
        }
    }
}
