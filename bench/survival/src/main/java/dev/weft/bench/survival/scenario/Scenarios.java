package dev.weft.bench.survival.scenario;

import dev.weft.bench.survival.Scenario;
import java.util.List;

/** All scenarios, in the order in which they run. */
public final class Scenarios {

    public static final List<Scenario> ALL = List.of(
            new RollingRestart(),
            new KilledInstance(),
            new GrayInstance(),
            new Holes(),
            new Outage(),
            new RegistryGone(),
            new Partition(),
            new BadRules(),
            new DeadlineChain(),
            new ThunderingReturn(),
            new ClockSteps(),
            new Soak());

    private Scenarios() {}
}
