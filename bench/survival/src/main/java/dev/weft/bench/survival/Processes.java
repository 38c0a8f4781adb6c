package dev.weft.bench.survival;

import dev.weft.bench.fleet.App;
import dev.weft.bench.fleet.Fleet;
import dev.weft.bench.fleet.Instance;
import dev.weft.bench.fleet.Program;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Starts what a town is made of, each process under its own name at its place in the network, and waits for none.
 *
 * @param root the project's root, built
 * @param ledgers where instances write down what has reached them
 */
record Processes(Path root, Network network, Fleet fleet, Ledgers ledgers) {

    private static final String ROUTE = "spring.cloud.gateway.server.webflux.routes[0].";

    /** A registry on its own. */
    static Instance registry(Network network, Fleet fleet, Path data) {
        return fleet.launch(
                App.REGISTRY,
                Town.REGISTRY,
                network.place(Town.REGISTRY),
                Map.of("registry.data-directory", data.toString(), "registry.login-password", Town.PASSWORD));
    }

    Tier gateway(int number, String service, String... jvmOptions) {
        return launch(
                App.GATEWAY.program(root).with(jvmOptions),
                "gateway-" + number,
                Map.of(
                        ROUTE + "id", "work",
                        ROUTE + "uri", "lb://" + service,
                        ROUTE + "predicates[0]", "Path=/work"));
    }

    Tier tier(String service, int number, @Nullable String next, Map<String, String> properties, String... jvmOptions) {
        String name = service + "-" + number;
        Map<String, String> all = new LinkedHashMap<>();
        all.put("spring.application.name", service);
        all.put("tier.ledger", ledgers.file(name).toString());
        if (next != null) {
            all.put("tier.next", next);
        }
        all.putAll(properties);
        return launch(tiers().with(jvmOptions), name, all);
    }

    Tier crowd(int number, int callers, String next) {
        return launch(
                tiers().at("dev.weft.bench.tier.CrowdApp").with("-Xmx" + (256 + 8 * callers) + "m"),
                "crowd-" + number,
                Map.of(
                        "spring.application.name",
                        "crowd",
                        "tier.next",
                        next,
                        "tier.callers",
                        Integer.toString(callers)));
    }

    private Program tiers() {
        return Program.of(root.resolve("bench/tier"));
    }

    private Tier launch(Program program, String name, Map<String, String> properties) {
        Map<String, String> all = new LinkedHashMap<>(Map.of("eureka.instance.instance-id", name));
        all.putAll(properties);
        return new Tier(fleet, fleet.launch(program, name, network.place(name), all));
    }
}
