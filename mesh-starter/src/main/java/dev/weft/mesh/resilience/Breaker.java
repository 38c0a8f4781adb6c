package dev.weft.mesh.resilience;

/** A circuit breaker, as the engine uses one: the port behind which Resilience4j stands. Thread-safe. */
public interface Breaker {

    /** Never open. */
    Breaker NONE = new Breaker() {
        @Override
        public boolean tryAcquire() {
            return true;
        }

        @Override
        public void succeeded(long tookNanos) {}

        @Override
        public void failed(long tookNanos) {}

        @Override
        public void release() {}

        @Override
        public String state() {
            return "disabled";
        }
    };

    /** Asks for leave to make one call. Who gets it ends it with exactly one of the three methods below. */
    boolean tryAcquire();

    /** The call succeeded. */
    void succeeded(long tookNanos);

    /** The call failed for a reason that counts. */
    void failed(long tookNanos);

    /** The call told nothing (cancelled, or never sent). */
    void release();

    /** "closed", "open", "half_open", ... */
    String state();
}
