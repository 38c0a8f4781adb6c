package dev.weft.mesh.guards;

import dev.weft.mesh.resilience.Breaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** The core's breaker on one of Resilience4j. */
final class Resilience4jBreaker implements Breaker {

    private static final Unavailable UNAVAILABLE = new Unavailable();

    private final CircuitBreaker breaker;

    Resilience4jBreaker(CircuitBreaker breaker) {
        this.breaker = breaker;
    }

    @Override
    public boolean tryAcquire() {
        return breaker.tryAcquirePermission();
    }

    @Override
    public void succeeded(long tookNanos) {
        breaker.onSuccess(tookNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void failed(long tookNanos) {
        breaker.onError(tookNanos, TimeUnit.NANOSECONDS, UNAVAILABLE);
    }

    @Override
    public void release() {
        breaker.releasePermission();
    }

    @Override
    public String state() {
        return breaker.getState().name().toLowerCase(Locale.ROOT);
    }

    /** What the breaker is told of a failed call: one object without a stack, since only its type means anything. */
    private static final class Unavailable extends Exception {

        private static final long serialVersionUID = 1L;

        Unavailable() {
            super("the service was not there to answer", null, false, false);
        }
    }
}
