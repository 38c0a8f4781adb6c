package dev.weft.bench.lincheck;

import dev.weft.mesh.resilience.Ejection;
import dev.weft.mesh.resilience.Outlier;
import dev.weft.mesh.resilience.OutlierPolicy;
import org.jetbrains.lincheck.datastructures.Operation;

/** An endpoint's ejection, which many eject, hold and probe at once: one of them does. */
public class SharedEjection {

    private static final OutlierPolicy POLICY = OutlierPolicy.defaults().withJitterPercent(0);
    private static final long LATER = 3_000_000_000L;

    private final Outlier outlier = new Outlier();

    @Operation
    public boolean eject() {
        return outlier.eject(Ejection.Reason.CONSECUTIVE_FAILURES, POLICY, 0, () -> 0);
    }

    @Operation
    public boolean hold() {
        return outlier.hold(1, 0);
    }

    @Operation
    public boolean holdEjected() {
        return outlier.holdEjected(LATER, 0);
    }

    @Operation
    public boolean tryProbe() {
        return outlier.tryProbe(true, LATER);
    }

    @Operation
    public void probeFailed() {
        outlier.probeFailed(POLICY, 0, () -> 0);
    }

    @Operation
    public void probeCancelled() {
        outlier.probeCancelled(POLICY, 0, () -> 0);
    }

    @Operation
    public void probeSucceeded() {
        outlier.probeSucceeded();
    }

    @Operation
    public String ejection() {
        return String.valueOf(outlier.ejection());
    }
}
