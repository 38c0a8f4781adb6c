package dev.weft.mesh.resilience;

/** A limit on the calls under way to one service: the port behind which Resilience4j stands. Thread-safe. */
public interface Bulkhead {

    /** No limit. */
    Bulkhead NONE = new Bulkhead() {
        @Override
        public boolean tryAcquire() {
            return true;
        }

        @Override
        public void release() {}

        @Override
        public int limit() {
            return Integer.MAX_VALUE;
        }

        @Override
        public int free() {
            return Integer.MAX_VALUE;
        }
    };

    /** Asks for leave to make one call. Who gets it gives it back exactly once. */
    boolean tryAcquire();

    /** Gives the leave back: the call is over. */
    void release();

    /** How many calls may be under way at once. */
    int limit();

    /** How many more may begin at this moment. */
    int free();
}
