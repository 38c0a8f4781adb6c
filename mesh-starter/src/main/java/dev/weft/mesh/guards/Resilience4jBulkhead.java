package dev.weft.mesh.guards;

import dev.weft.mesh.resilience.Bulkhead;

/** The core's bulkhead on one of Resilience4j. */
final class Resilience4jBulkhead implements Bulkhead {

    private final io.github.resilience4j.bulkhead.Bulkhead bulkhead;

    Resilience4jBulkhead(io.github.resilience4j.bulkhead.Bulkhead bulkhead) {
        this.bulkhead = bulkhead;
    }

    @Override
    public boolean tryAcquire() {
        return bulkhead.tryAcquirePermission();
    }

    @Override
    public void release() {
        bulkhead.onComplete();
    }

    @Override
    public int limit() {
        return bulkhead.getBulkheadConfig().getMaxConcurrentCalls();
    }

    @Override
    public int free() {
        return bulkhead.getMetrics().getAvailableConcurrentCalls();
    }
}
