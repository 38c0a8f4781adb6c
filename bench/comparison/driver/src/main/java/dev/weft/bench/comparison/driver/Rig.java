package dev.weft.bench.comparison.driver;

import dev.weft.bench.fleet.Fleet;
import dev.weft.bench.fleet.Instance;
import dev.weft.bench.fleet.Place;
import dev.weft.bench.fleet.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Pairs of backends, and what calls them. */
final class Rig implements AutoCloseable {

    /**
     * They live long enough for the second compiler, which fleets do without otherwise. Heaps neither grow nor shrink, so
     * that how often is collected depends on what is allocated alone.
     */
    private static final String[] JVM = {"-XX:TieredStopAtLevel=4", "-Xms256m", "-Xmx256m"};

    /** A heap, and as much again. */
    private static final long JVM_MIB = 450;

    private static final long PROXY_MIB = 50;
    private static final int LATE_WARM_UPS = 50;

    /** Spans are made and sampled, and sent to nobody. Spring Boot 3 knows the first of these, 4 the second. */
    static final Map<String, String> NOT_EXPORTED = Map.of(
            "management.zipkin.tracing.export.enabled", "false",
            "management.tracing.export.zipkin.enabled", "false");

    /** No meter, no span. Spring Boot 3 knows the first of these, 4 the second. */
    private static final Map<String, String> NOT_OBSERVED = Map.of(
            "management.tracing.enabled", "false",
            "management.tracing.export.enabled", "false",
            "management.observations.enable.all", "false",
            "management.metrics.enable.all", "false");

    /**
     * As Spring Boot's reference advises whoever traces through Reactor. The mesh's starter does so anyway; the other columns
     * would have traces with gaps for it. Without observation each column is as it comes: there the mesh pays for it alone.
     */
    private static final Map<String, String> OBSERVED_TOO = Map.of("spring.reactor.context-propagation", "auto");

    private static final String OBSERVED = "-observed";

    private final Path root;
    private final Path folder;
    private final Fleet fleet;
    private final Map<Called, List<Instance>> backends = new HashMap<>();
    private final LateServices late = new LateServices();

    Rig(Path root, Path folder) {
        this.root = root;
        this.folder = folder;
        this.fleet = new Fleet(root, folder.resolve("logs"))
                .with("spring.main.banner-mode", "off")
                .with("server.address", "127.0.0.1")
                .with("eureka.client.enabled", "false")
                .with("mesh.directory.last-known-good", "")
                // It is looked at whether they count calls.
                .with("management.endpoints.web.exposure.include", "health,metrics")
                // By default Tomcat closes a connection after a hundred requests, or when it has rested for a minute,
                // about as long as columns wait for their turn. Proxies and gateways keep theirs, and would send into
                // one that is being closed.
                .with("server.tomcat.max-keep-alive-requests", "-1")
                .with("server.tomcat.keep-alive-timeout", "10m");
        // The mesh's starter does so where no Zipkin is told of; the other columns would encode spans for nobody.
        NOT_EXPORTED.forEach(fleet::with);
    }

    /** Why columns can't be measured side by side with so much memory; nothing if they can. */
    static Optional<String> lack(Collection<Column> columns, long availableMib) {
        List<Called> callers = columns.stream().flatMap(Called::by).toList();
        long gateways =
                2 * columns.stream().filter(column -> column.gateway() != null).count();
        long jvms = 2 * callers.stream().distinct().count() + callers.size() + gateways;
        // One beside the caller and each backend, without observation and with it.
        long proxies = 2
                * 3
                * columns.stream().filter(column -> column.proxy() != null).count();
        long needed = JVM_MIB * jvms + PROXY_MIB * proxies;
        return needed <= availableMib
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "%d JVMs and what stands beside them need %,d MiB, and %,d are available: name fewer columns",
                        jvms,
                        needed,
                        availableMib));
    }

    /** Calls what columns call late, so that it is this process that has warmed up, and none of theirs. */
    void warmUpLateServices() {
        for (int port : late.ports().values()) {
            for (int n = 0; n < LATE_WARM_UPS; n++) {
                fleet.status(Place.onLoopback(port).uri("/answer"));
            }
        }
    }

    private Program program(String module) {
        return Program.of(root.resolve(module)).with(JVM);
    }

    /**
     * Starts what a column needs, without observation and with it. Columns of the same backends share them.
     *
     * @throws UnavailableException if it can't be had on this machine
     */
    List<Subject> start(Column column) throws UnavailableException {
        List<Subject> subjects = new ArrayList<>();
        for (boolean observed : column.observations()) {
            List<Instance> called = backends(Called.by(column, observed));
            List<Instance> between = between(column, observed, called);
            Map<String, String> properties =
                    new HashMap<>(Wiring.caller(column, between.isEmpty() ? called : between, late.ports()));
            properties.put("spring.application.name", "caller");
            Instance caller = launch(column.module(), column.toString(), observed, properties);
            subjects.add(new Subject(column, observed, fleet, caller, between, called));
        }
        subjects.forEach(subject -> fleet.awaitHealthy(subject.caller()));
        return subjects;
    }

    private List<Instance> backends(Called called) {
        return backends.computeIfAbsent(called, key -> {
            String name = "backend-" + Path.of(called.module()).getFileName();
            Map<String, String> properties = Map.of("spring.application.name", Wiring.SERVICE);
            List<Instance> pair = List.of(
                    launch(called.module(), name + "-1", called.observed(), properties),
                    launch(called.module(), name + "-2", called.observed(), properties));
            pair.forEach(fleet::awaitHealthy);
            return pair;
        });
    }

    private Instance launch(String module, String name, boolean observed, Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(properties);
        all.putAll(observed ? OBSERVED_TOO : NOT_OBSERVED);
        return fleet.launch(program(module), name + (observed ? OBSERVED : ""), all);
    }

    private List<Instance> between(Column column, boolean observed, List<Instance> called) throws UnavailableException {
        Proxy proxy = column.proxy();
        String gateway = column.gateway();
        List<Instance> between = proxy != null
                ? proxies(proxy, called)
                : gateway != null ? List.of(gateway(column, gateway, observed, called)) : List.of();
        for (Instance each : between) {
            fleet.await(each + " to answer; see " + each.log(), () -> {
                if (!each.isAlive()) {
                    throw new IllegalStateException(each + " has ended; see " + each.log());
                }
                return fleet.status(each.uri("/answer?bytes=1")) == 200;
            });
        }
        return between;
    }

    private Instance gateway(Column column, String module, boolean observed, List<Instance> called) {
        Map<String, String> properties = new HashMap<>(Wiring.gateway(column, called));
        properties.put("spring.application.name", "gateway");
        return launch(module, column + "-itself", observed, properties);
    }

    /** The caller's first, which hands on to one beside each backend, as sidecars do. */
    private List<Instance> proxies(Proxy proxy, List<Instance> called) throws UnavailableException {
        String executable = proxy.executable()
                .orElseThrow(() -> new UnavailableException("there is no \"" + proxy + "\" on the PATH"));
        UnavailableException.throwIf(proxy.outdated(proxy.version(executable)));
        List<Instance> beside = new ArrayList<>();
        for (Instance backend : called) {
            beside.add(proxy(proxy, executable, proxy + "-beside-" + backend.name(), List.of(backend.port())));
        }
        List<Integer> ports = beside.stream().map(Instance::port).toList();
        List<Instance> all = new ArrayList<>();
        all.add(proxy(proxy, executable, beside.get(0).name().replace("-1", "-caller"), ports));
        all.addAll(beside);
        return all;
    }

    private Instance proxy(Proxy proxy, String executable, String name, List<Integer> endpoints)
            throws UnavailableException {
        Place place = Place.onLoopback();
        Path own = folder.resolve(name);
        proxy.configure(root.resolve("bench/comparison/proxies"), own, place.port(), endpoints);
        UnavailableException.throwIf(proxy.refused(executable, own));
        return fleet.launch(proxy.command(executable, own), name, place);
    }

    @Override
    public void close() {
        fleet.close();
        late.close();
    }

    /** A pair of backends, which columns share. */
    private record Called(String module, boolean observed) {

        static Called by(Column column, boolean observed) {
            return new Called(column.backendModule(), observed);
        }

        /** Those of a column's callers, a pair for each of them. */
        static Stream<Called> by(Column column) {
            return column.observations().stream().map(observed -> by(column, observed));
        }
    }

    /** A column that can't be had here. */
    static final class UnavailableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnavailableException(String message) {
            super(message);
        }

        static void throwIf(Optional<String> reason) throws UnavailableException {
            if (reason.isPresent()) {
                throw new UnavailableException(reason.get());
            }
        }
    }
}
