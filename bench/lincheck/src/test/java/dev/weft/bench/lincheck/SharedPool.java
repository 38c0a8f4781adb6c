package dev.weft.bench.lincheck;

import dev.weft.mesh.balance.BalancePolicy;
import dev.weft.mesh.balance.EndpointState;
import dev.weft.mesh.balance.Locality;
import dev.weft.mesh.balance.Pool;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.resilience.Ejection;
import dev.weft.mesh.resilience.OutlierPolicy;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** Three endpoints, of which one may be ejected at a time, and never two. */
@Param(name = "number", gen = IntGen.class, conf = "0:2")
public class SharedPool {

    private static final OutlierPolicy POLICY = OutlierPolicy.defaults();

    private final List<EndpointState> states = List.of(state(0), state(1), state(2));
    private final Pool pool =
            new Pool(states, List.of(), new AtomicLong(), Locality.UNKNOWN, BalancePolicy.defaults(), false);

    private EndpointState state(int number) {
        return new EndpointState(Endpoint.of("e" + number, "10.0.0." + number, 80), 1_000_000, false, this, 0);
    }

    @Operation
    public boolean eject(@Param(name = "number") int number) {
        return Pool.eject(states.get(number), List.of(pool), Ejection.Reason.HEALTH_CHECK, POLICY, 0, () -> 0);
    }

    @Operation
    public void readmit(@Param(name = "number") int number) {
        states.get(number).outlier().probeSucceeded();
        pool.probed();
    }

    @Operation
    public boolean isEjected(@Param(name = "number") int number) {
        return states.get(number).outlier().ejection() != null;
    }
}
