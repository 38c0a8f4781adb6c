package dev.weft.bench.survival.scenario;

import dev.weft.bench.survival.Findings;
import dev.weft.bench.survival.Mechanism;
import dev.weft.bench.survival.Scenario;
import dev.weft.bench.survival.Stage;
import dev.weft.bench.survival.Tier;
import dev.weft.bench.survival.Town;
import java.util.List;

/** A destination comes back to many callers, then one of its instances, then a new one; and a registry to many clients. */
final class ThunderingReturn implements Scenario {

    @Override
    public String name() {
        return "return";
    }

    @Override
    public String title() {
        return "50 callers (quick: 20) and a destination that comes back, about 8,000 requests (quick: 5,000), then one "
                + "instance of it, then a new one, about 6,500 requests (quick: 5,000); then 200 clients (quick: 20) and a "
                + "registry; 200 rps of GET";
    }

    @Override
    public void run(Stage stage, Findings findings) {
        try (Town town = new Town(stage)) {
            if (stage.has(Mechanism.EJECTION)) {
                // A caller asks so rarely that few see five failures in a row: what has failed costs too much to be
                // asked again.
                town.fleet().with("mesh.defaults.ejection.consecutive-failures", "1");
            }
            List<Tier> backs = town.backs(ReturnToCallers.BACKS);
            Tier fresh = town.tier(Town.BACK, ReturnToCallers.BACKS + 1, null);
            int callers = stage.pick(50, 20);
            Tier crowd = town.crowd(1, callers, Town.BACK);
            ReturnToCallers scene = new ReturnToCallers(stage, findings, town, crowd, callers);
            backs.forEach(back -> town.fleet().awaitHealthy(back.instance()));
            town.fleet().awaitHealthy(fresh.instance());
            // The registry's word: the instance itself says that it is up as soon as it is healthy.
            scene.tell(fresh, "OUT_OF_SERVICE");
            town.fleet().awaitHealthy(crowd.instance());
            town.warmUp(crowd, 1);
            scene.destination(backs);
            scene.instances(backs.get(0), fresh);
            new ReturnOfRegistry(stage, findings, town, callers).play();
        }
    }
}
