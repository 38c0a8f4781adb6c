package dev.weft.mesh.rules;

import java.util.random.RandomGenerator;

/** Says which requests of a route meet trouble on purpose. Thread-safe. */
final class FaultPlan {

    private final Fault fault;
    private final Sequence delays;
    private final Sequence aborts;

    FaultPlan(Fault fault, RandomGenerator random) {
        this.fault = fault;
        this.delays = new Sequence(random.nextLong());
        this.aborts = new Sequence(random.nextLong());
    }

    /** What the next request meets: {@link Trouble#NONE} for those that are spared. */
    Trouble next() {
        boolean delayed =
                !fault.delay().isZero() && delays.next() < fault.delayed().fraction();
        boolean aborted = aborts.next() < fault.aborted().fraction();
        if (!delayed && !aborted) {
            return Trouble.NONE;
        }
        return new Trouble(delayed ? fault.delay().toNanos() : 0, aborted ? fault.status() : 0);
    }
}
