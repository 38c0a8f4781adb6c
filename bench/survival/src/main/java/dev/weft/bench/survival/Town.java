package dev.weft.bench.survival;

import dev.weft.bench.fleet.Fleet;
import dev.weft.bench.fleet.Instance;
import dev.weft.bench.load.Load;
import dev.weft.bench.load.LoadReport;
import dev.weft.bench.load.OpenLoop;
import dev.weft.bench.load.RunningLoad;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A registry and tiers that call each other, in processes of their own. */
public final class Town implements AutoCloseable {

    public static final String REGISTRY = "registry";
    public static final String EDGE = "edge";
    public static final String FRONT = "front";
    public static final String MID = "mid";
    public static final String BACK = "back";

    /** Of the registries' one user. */
    public static final String PASSWORD = "wonderland";

    private static final int WARM_UP_RATE = 50;

    private final Stage stage;
    private final Fleet fleet;
    private final Ledgers ledgers;
    private final Processes processes;
    private final StoredRules rules;
    private List<Instance> registries;
    private Instance registry;
    private final OpenLoop load = new OpenLoop();

    /** Starts a registry, on loopback as everything. */
    public Town(Stage stage) {
        this(stage, new Proxies());
    }

    /** @param registries starts them, given a folder for their data, on loopback as everything */
    public Town(Stage stage, BiFunction<Fleet, Path, List<Instance>> registries) {
        this(stage, new Proxies(), registries);
    }

    /** Starts a registry in a network that is closed after this. */
    public Town(Stage stage, Network network) {
        this(stage, network, (fleet, data) -> List.of(Processes.registry(network, fleet, data)));
    }

    /**
     * @param network where all processes run; it is closed after this
     * @param registries starts them there, given a folder for their data
     */
    public Town(Stage stage, Network network, BiFunction<Fleet, Path, List<Instance>> registries) {
        this.stage = stage;
        this.fleet = new Fleet(stage.root(), folder("logs")).unpack("registry", "bench/tier", "gateway");
        this.ledgers = new Ledgers(folder("ledgers"));
        this.processes = new Processes(stage.root(), network, fleet, ledgers);
        fleet.with("spring.main.banner-mode", "off");
        // Before the registries are started: some of it is for them.
        stage.properties().forEach(fleet::with);
        this.registries = registries.apply(fleet, folder("data"));
        this.registry = this.registries.get(0);
        this.rules = new StoredRules(fleet, registry, PASSWORD);
        fleet.with(
                        "eureka.client.service-url.defaultZone",
                        registry.uri("/eureka/").toString())
                .with("mesh.directory.last-known-good", "");
        this.registries.forEach(fleet::awaitHealthy);
    }

    /** A folder of this run's own. */
    public Path folder(String name) {
        try {
            return Files.createDirectories(stage.folder().resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Fleet fleet() {
        return fleet;
    }

    public Instance registry() {
        return registry;
    }

    /** All registries, as they were started. */
    public List<Instance> registries() {
        return registries;
    }

    /** The registry's store. */
    public StoredRules rules() {
        return rules;
    }

    /** Leases of those that are started from now on end soon, and who leaves waits less for those that fetch. */
    public void shortenLeases() {
        fleet.with("eureka.client.registry-fetch-interval-seconds", "1")
                .with("eureka.instance.lease-renewal-interval-in-seconds", "2")
                .with("eureka.instance.lease-expiration-duration-in-seconds", "3");
    }

    /** Starts the registries again, side by side: all of them have ended. */
    public void restartRegistries() {
        registries = registries.stream().map(fleet::restart).toList();
        registry = registries.get(0);
        registries.forEach(fleet::awaitHealthy);
    }

    /** How many instances the registry knows. */
    public int registered() {
        return members(registry).size();
    }

    /** The instances that a registry knows. */
    public Members members(Instance peer) {
        return Members.of(fleet, peer);
    }

    /**
     * Starts a gateway that hands all requests for work to a service, and does not wait for it.
     *
     * @param jvmOptions beside those that every JVM of a fleet has
     */
    public Tier gateway(int number, String service, String... jvmOptions) {
        return processes.gateway(number, service, jvmOptions);
    }

    /** Starts an instance, and does not wait for it. */
    public Tier tier(String service, int number, @Nullable String next) {
        return tier(service, number, next, Map.of());
    }

    /**
     * Starts an instance with these properties, and does not wait for it.
     *
     * @param jvmOptions beside those that every JVM of a fleet has
     */
    public Tier tier(
            String service, int number, @Nullable String next, Map<String, String> properties, String... jvmOptions) {
        return processes.tier(service, number, next, properties, jvmOptions);
    }

    /** Starts an instance with a wall clock of its own, and does not wait for it. */
    public Tier tier(String service, int number, @Nullable String next, SteppedClocks clocks) {
        return tier(service, number, next, Map.of(), clocks.option(service + "-" + number));
    }

    /** Starts so many callers of a service in one process, and does not wait for it. */
    public Tier crowd(int number, int callers, String next) {
        return processes.crowd(number, callers, next);
    }

    /** Several instances that call nobody. */
    public List<Tier> backs(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(n -> tier(BACK, n, null))
                .toList();
    }

    /** Starts one as it was, under its old name and port, and waits for it. */
    public Tier restart(Tier ended) {
        Tier fresh = new Tier(fleet, fleet.restart(ended.instance()));
        fleet.awaitHealthy(fresh.instance());
        return fresh;
    }

    /** Waits until the instances are well and a caller knows so many endpoints of a service. */
    public void awaitKnown(Tier caller, String service, int endpoints) {
        fleet.awaitHealthy(caller.instance());
        fleet.await(caller.name() + " to know " + endpoints + " of " + service, () -> {
            fleet.status(caller.uri("/work?id=ready"));
            return caller.endpoints(service).size() == endpoints;
        });
    }

    /** JVMs that have just started are slow in a way that has nothing to do with what is tested. */
    public void warmUp(Tier front, int tiers) {
        warmUp(List.of(front), tiers);
    }

    /** Warms up several callers side by side. */
    public void warmUp(List<Tier> fronts, int tiers) {
        IntStream.range(0, stage.pick(3_000 * fronts.size(), 800))
                .parallel()
                .forEach(n -> fleet.status(fronts.get(n % fronts.size()).uri("/work?id=warm-" + n)));
        int requests = WARM_UP_RATE * stage.pick(5, 1);
        run(new Requests("warm-up", tiers)
                .mixed(WARM_UP_RATE, requests, n -> Requests.turn(fronts, n).uri("")));
    }

    /** Starts a load. */
    public RunningLoad start(Load what) {
        RunningLoad running = load.start(what);
        stage.loads().add(running);
        return running;
    }

    /** Runs a load to its end. */
    public LoadReport run(Load what) {
        return start(what).report();
    }

    /** The writes that have reached instances. */
    public Ledgers ledgers() {
        return ledgers;
    }

    @Override
    public void close() {
        stage.loads().forEach(RunningLoad::enough);
        fleet.close();
    }
}
