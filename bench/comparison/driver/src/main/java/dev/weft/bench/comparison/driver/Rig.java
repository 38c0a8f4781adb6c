package dev.weft.bench.comparison.driver;

import dev.weft.bench.fleet.Fleet;
import dev.weft.bench.fleet.Instance;
import dev.weft.bench.fleet.Place;
import dev.weft.bench.fleet.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Two backends, and what calls them. */
final class Rig implements AutoCloseable {

    /** Callers live long enough for the second compiler, which fleets do without otherwise. */
    private static final String[] JVM = {"-XX:TieredStopAtLevel=4", "-Xmx512m"};

    /** Spans are made and sampled, and sent to nobody. Spring Boot 3 knows the first of these, 4 the second. */
    private static final Map<String, String> NOT_EXPORTED = Map.of(
            "management.zipkin.tracing.export.enabled", "false",
            "management.tracing.export.zipkin.enabled", "false");

    /** No meter, no span. Spring Boot 3 knows the first of these, 4 the second. */
    private static final Map<String, String> NOT_OBSERVED = Map.of(
            "management.tracing.enabled", "false",
            "management.tracing.export.enabled", "false",
            "management.observations.enable.all", "false",
            "management.metrics.enable.all", "false");

    private final Path modules;
    private final Path folder;
    private final Fleet fleet;
    private final List<Instance> backends = new ArrayList<>();

    Rig(Path root, Path folder) {
        this.modules = root.resolve("bench/comparison");
        this.folder = folder;
        this.fleet = new Fleet(root, folder.resolve("logs"))
                .with("spring.main.banner-mode", "off")
                .with("server.address", "127.0.0.1");
        // The mesh's starter does so where no Zipkin is told of; the other columns would encode spans for nobody.
        NOT_EXPORTED.forEach(fleet::with);
        for (int n = 1; n <= 2; n++) {
            backends.add(fleet.launch(program("backend"), "backend-" + n, Map.of()));
        }
        backends.forEach(fleet::awaitHealthy);
    }

    private Program program(String module) {
        return Program.of(modules.resolve(module)).with(JVM);
    }

    /**
     * Starts what a column needs: callers with and without observation, which share its proxies.
     *
     * @throws UnavailableException if it can't be had on this machine
     */
    Subject start(Column column) throws UnavailableException {
        Proxy proxy = column.proxy();
        List<Instance> proxies = proxy == null ? List.of() : proxies(proxy);
        Map<Boolean, Instance> callers = new LinkedHashMap<>();
        for (boolean observed : new boolean[] {false, true}) {
            Map<String, String> properties = new LinkedHashMap<>(whereTo(column, proxies));
            properties.put("spring.application.name", "caller");
            properties.putAll(observed ? Map.of() : NOT_OBSERVED);
            String name = column + (observed ? "-observed" : "");
            callers.put(observed, fleet.launch(program(column.module()), name, properties));
        }
        callers.values().forEach(fleet::awaitHealthy);
        return new Subject(column, fleet, callers, proxies);
    }

    private Map<String, String> whereTo(Column column, List<Instance> proxies) {
        String first = url(backends.get(0));
        String second = url(backends.get(1));
        return switch (column) {
            case BARE -> Map.of("bare.urls", first + "," + second);
            case PROXIES_NGINX, PROXIES_HAPROXY, PROXIES_ENVOY -> Map.of("bare.urls", url(proxies.get(0)));
            case WEFT ->
                Map.of(
                        "eureka.client.enabled", "false",
                        "mesh.directory.last-known-good", "",
                        "mesh.services.backend.instances[0].host", "127.0.0.1",
                        "mesh.services.backend.instances[0].port", port(0),
                        "mesh.services.backend.instances[1].host", "127.0.0.1",
                        "mesh.services.backend.instances[1].port", port(1));
            case LOADBALANCER, HAND_WIRED ->
                Map.of(
                        "spring.cloud.discovery.client.simple.instances.backend[0].uri", first,
                        "spring.cloud.discovery.client.simple.instances.backend[1].uri", second);
        };
    }

    private static String url(Instance instance) {
        return "http://127.0.0.1:" + instance.port();
    }

    private String port(int backend) {
        return Integer.toString(backends.get(backend).port());
    }

    /** The caller's first, which hands on to one beside each backend, as sidecars do. */
    private List<Instance> proxies(Proxy proxy) throws UnavailableException {
        String executable = proxy.executable()
                .orElseThrow(() -> new UnavailableException("there is no \"" + proxy + "\" on the PATH"));
        List<Instance> beside = new ArrayList<>();
        for (Instance backend : backends) {
            beside.add(proxy(proxy, executable, proxy + "-beside-" + backend.name(), List.of(backend.port())));
        }
        List<Integer> ports = beside.stream().map(Instance::port).toList();
        List<Instance> all = new ArrayList<>();
        all.add(proxy(proxy, executable, proxy + "-beside-caller", ports));
        all.addAll(beside);
        for (Instance each : all) {
            fleet.await(each + " to answer; see " + each.log(), () -> fleet.status(each.uri("/answer?bytes=1")) == 200);
        }
        return all;
    }

    private Instance proxy(Proxy proxy, String executable, String name, List<Integer> endpoints) {
        Place place = Place.onLoopback();
        Path own = folder.resolve(name);
        proxy.configure(modules.resolve("proxies"), own, place.port(), endpoints);
        return fleet.launch(proxy.command(executable, own), name, place);
    }

    @Override
    public void close() {
        fleet.close();
    }

    /** A column that can't be had here. */
    static final class UnavailableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnavailableException(String message) {
            super(message);
        }
    }
}
