package dev.weft.mesh.sim;

import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.model.Subset;
import dev.weft.mesh.resilience.Breaker;
import dev.weft.mesh.resilience.Bulkhead;
import dev.weft.mesh.resilience.Guards;
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

    /** The services that were asked a breaker for. */
    public final Set<ServiceName> guarded = ConcurrentHashMap.newKeySet();

    private volatile boolean open;
    private volatile int limit = Integer.MAX_VALUE;

    /** The breaker opens. */
    public void open() {
        open = true;
    }

    public void limit(int newLimit) {
        limit = newLimit;
    }

    @Override
    public Breaker breaker(ServiceName service, Subset subset) {
        guarded.add(service);
        return new Breaker() {
            @Override
            public boolean tryAcquire() {
                if (open) {
                    return false;
                }
                breakerHeld.incrementAndGet();
                return true;
            }

            @Override
            public void succeeded(long tookNanos) {
                breakerHeld.decrementAndGet();
                succeeded.incrementAndGet();
            }

            @Override
            public void failed(long tookNanos) {
                breakerHeld.decrementAndGet();
                failed.incrementAndGet();
            }

            @Override
            public void release() {
                breakerHeld.decrementAndGet();
                released.incrementAndGet();
            }

            @Override
            public String state() {
                return open ? "open" : "closed";
            }
        };
    }

    @Override
    public Bulkhead bulkhead(ServiceName service) {
        return new Bulkhead() {
            @Override
            public boolean tryAcquire() {
                if (bulkheadHeld.incrementAndGet() > limit) {
                    bulkheadHeld.decrementAndGet();
                    return false;
                }
                return true;
            }

            @Override
            public void release() {
                bulkheadHeld.decrementAndGet();
            }

            @Override
            public int limit() {
                return limit;
            }
        };
    }
}
