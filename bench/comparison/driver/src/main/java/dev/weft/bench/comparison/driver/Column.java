package dev.weft.bench.comparison.driver;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A way to call a service that has two instances. */
enum Column {
    BARE("bare", "RestClient or WebClient alone"),
    BARE_SPAN("bare", "the bare client, observed, with one span more for each call"),
    WEFT("weft", "the same application with the mesh's starter"),
    LOADBALANCER("loadbalancer", "Spring Cloud LoadBalancer alone"),
    HAND_WIRED("hand-wired", "Spring Cloud LoadBalancer, Resilience4j's retry and breaker by annotation"),
    PROXIES_NGINX(Proxy.NGINX, "the bare client through nginx on its side and on the server's"),
    PROXIES_HAPROXY(Proxy.HAPROXY, "the bare client through HAProxy on its side and on the server's"),
    PROXIES_ENVOY(Proxy.ENVOY, "the bare client through Envoy on its side and on the server's"),
    GATEWAY_WEFT("bare", null, "gateway", "the bare client through the mesh's gateway"),
    GATEWAY_STOCK("bare", null, Column.HERE + "gateway", "the bare client through Spring Cloud Gateway alone");

    private static final String HERE = "bench/comparison/";

    private final String module;
    private final @Nullable Proxy proxy;
    private final @Nullable String gateway;
    private final String title;

    Column(String module, String title) {
        this(module, null, null, title);
    }

    Column(Proxy proxy, String title) {
        this("bare", proxy, null, title);
    }

    Column(String module, @Nullable Proxy proxy, @Nullable String gateway, String title) {
        this.module = HERE + module;
        this.proxy = proxy;
        this.gateway = gateway;
        this.title = title;
    }

    /** By a name of the command line. */
    static Optional<Column> named(String name) {
        return Stream.of(values())
                .filter(column -> column.toString().equals(name))
                .findFirst();
    }

    /** Those that no bar compares with each other need not run at the same time. */
    static List<List<Column>> comparisons(Collection<Column> columns) {
        return List.copyOf(
                columns.stream().collect(Collectors.partitioningBy(column -> column.gateway != null)).values().stream()
                        .filter(comparison -> !comparison.isEmpty())
                        .toList());
    }

    /** Where its application is in the project. */
    String module() {
        return module;
    }

    /** Whether its caller is measured without observation, or with it; most are measured both ways. */
    List<Boolean> observations() {
        return this == BARE_SPAN ? List.of(true) : List.of(false, true);
    }

    /** Whose application its backends are: the mesh has a server's side, too. */
    String backendModule() {
        return this == WEFT ? module : BARE.module;
    }

    /** What stands beside caller and backends; null if nothing does. */
    @Nullable
    Proxy proxy() {
        return proxy;
    }

    /** Where the gateway is in the project that stands between caller and backends; null if there is none. */
    @Nullable
    String gateway() {
        return gateway;
    }

    /** All that it starts of the project. */
    Stream<String> modules() {
        return Stream.concat(Stream.of(module, backendModule()), Stream.ofNullable(gateway));
    }

    String title() {
        return title;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
