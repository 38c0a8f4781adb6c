package dev.weft.mesh.rules;

import java.util.random.RandomGenerator;

/** Says which requests of a route meet trouble on purpose. Thread-safe. */
final class FaultPlan {

    private final Fault fault;
    private final Sequence delays;
    private final Sequence aborts;

    FaultPlan(Fault fault, RandomGenerator random) {
        this.fault = fault;
        this.delays = new Sequence(random);
        this.aborts = new Sequence(random);
    }

    /** What the next request meets: {@link Trouble#NONE} for those that are spared. */
    Trouble next() {
        boolean delayed = !fault.delay().isZero() && isIn(fault.delayed(), delays.next());
        return trouble(delayed, isIn(fault.aborted(), aborts.next()));
    }

    /** What {@link #next} would say now. */
    Trouble peek() {
        boolean delayed = !fault.delay().isZero() && isIn(fault.delayed(), delays.peek());
        return trouble(delayed, isIn(fault.aborted(), aborts.peek()));
    }

    private static boolean isIn(Share share, double point) {
        return point < share.fraction();
    }

    private Trouble trouble(boolean delayed, boolean aborted) {
        if (!delayed && !aborted) {
            return Trouble.NONE;
        }
        return new Trouble(delayed ? fault.delay().toNanos() : 0, aborted ? fault.status() : 0);
    }
}
