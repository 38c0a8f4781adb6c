package dev.weft.bench.survival.scenario;

import dev.weft.bench.survival.Findings;
import dev.weft.bench.survival.Scenario;
import dev.weft.bench.survival.Stage;
import dev.weft.bench.survival.Tier;
import dev.weft.bench.survival.Town;
import java.util.List;

/** Rules that can't be used, rules as large as they may be, and rules that never rest. */
final class BadRules implements Scenario {

    @Override
    public String name() {
        return "bad-rules";
    }

    @Override
    public String title() {
        return "500 mutations of good documents, a document at its limits, 20 changes a second; 100 rps of GET by a "
                + "gateway and by services, 10,000 requests or more (quick: 2,000)";
    }

    @Override
    public void run(Stage stage, Findings findings) {
        try (Town town = new Town(stage)) {
            List<Tier> backs = town.backs(2);
            Tier gateway = town.gateway(1, Town.BACK);
            Tier front = town.tier(Town.FRONT, 1, Town.BACK);
            RuleFolder rules = new RuleFolder(town.folder("rules"));
            rules.write(RuleText.document(0, 1));
            Tier filed = town.tier(Town.FRONT, 2, Town.BACK, rules.properties());
            List<Tier> all = List.of(gateway, front, filed);
            all.forEach(client -> town.awaitKnown(client, Town.BACK, backs.size()));
            town.rules().put(Town.BACK, RuleText.document(0, 1));
            new MarkedClients(town, all).await(0);
            town.warmUp(gateway, 1);
            town.warmUp(front, 2);
            MarkedClients clients = new MarkedClients(town, List.of(gateway, front));
            Mutations mutations = new Mutations(stage, findings, town, clients);
            Mutations.Pushed pushed = mutations.push();
            mutations.harmless(pushed);
            mutations.files(filed, rules, pushed);
            LargeRules large = new LargeRules(stage, findings, town, clients);
            large.largest();
            large.tooLarge();
            new RestlessRules(stage, findings, town, clients).play();
        }
    }
}
