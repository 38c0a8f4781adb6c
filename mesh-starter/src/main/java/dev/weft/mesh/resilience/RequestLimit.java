package dev.weft.mesh.resilience;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The limit on the calls under way to one service: what the rules say, at any time anew, and a bulkhead of the user's own.
 * Where there is such a bulkhead, and the rules say nothing, it alone decides. Thread-safe.
 */
public final class RequestLimit {

    private final Bulkhead own;
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile int most;

    /** @param own the user's, or {@link Bulkhead#NONE} */
    public RequestLimit(Bulkhead own, LimitPolicy policy) {
        this.own = own;
        this.most = most(policy);
    }

    /** Holds from the next call on; those under way stay. */
    public void change(LimitPolicy policy) {
        most = most(policy);
    }

    private int most(LimitPolicy policy) {
        if (policy.requests() != null) {
            return policy.requests();
        }
        return own == Bulkhead.NONE ? LimitPolicy.DEFAULT_REQUESTS : Integer.MAX_VALUE;
    }

    /** Asks for leave to make one call. Who gets it gives it back exactly once. */
    public boolean tryAcquire() {
        int now;
        do {
            now = underWay.get();
            if (now >= most) {
                return false;
            }
        } while (!underWay.compareAndSet(now, now + 1));
        boolean granted = false;
        try {
            granted = own.tryAcquire();
        } finally {
            if (!granted) {
                underWay.decrementAndGet();
            }
        }
        return granted;
    }

    /** Gives the leave back: the call is over. */
    public void release() {
        try {
            own.release();
        } finally {
            underWay.decrementAndGet();
        }
    }

    /** How many calls are under way. */
    public int underWay() {
        return underWay.get();
    }

    /** How many calls may be under way at once. */
    public int limit() {
        return Math.min(most, own.limit());
    }

    /** How many more calls may begin now. */
    public int free() {
        return Math.max(0, Math.min(most - underWay.get(), own.free()));
    }

    /** Whether it is the user's own bulkhead that refuses first. */
    public boolean isOwn() {
        return own.limit() < most;
    }
}
