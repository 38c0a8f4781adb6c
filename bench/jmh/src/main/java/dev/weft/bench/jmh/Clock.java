package dev.weft.bench.jmh;

import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A clock of each thread's own, so that the figure is the engine's and not the machine's clock's. */
@State(Scope.Thread)
public class Clock {

    private static final long STEP_NANOS = 50_000;

    private long nanos;

    long next() {
        return nanos += STEP_NANOS;
    }
}
