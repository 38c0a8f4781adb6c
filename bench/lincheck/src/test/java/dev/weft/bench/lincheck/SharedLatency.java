package dev.weft.bench.lincheck;

import dev.weft.mesh.balance.EndpointState;
import dev.weft.mesh.model.Endpoint;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** How long an endpoint takes to answer: no peak is lost. */
@Param(name = "millis", gen = IntGen.class, conf = "1:9")
public class SharedLatency {

    private static final long MILLI = 1_000_000;

    private final EndpointState state = new EndpointState(Endpoint.of("a", "10.0.0.1", 80), 5 * MILLI, false, this, 0);

    @Operation
    public void observe(@Param(name = "millis") int millis) {
        state.observePenalty(millis * MILLI, 0);
    }

    @Operation
    public double latency() {
        return state.latencyNanos(0);
    }
}
