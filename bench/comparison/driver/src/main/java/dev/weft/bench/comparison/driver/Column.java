package dev.weft.bench.comparison.driver;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A way to call a service that has two instances. */
enum Column {
    BARE("bare", null, "RestClient or WebClient alone"),
    WEFT("weft", null, "the same application with the mesh's starter"),
    LOADBALANCER("loadbalancer", null, "Spring Cloud LoadBalancer alone"),
    HAND_WIRED("hand-wired", null, "Spring Cloud LoadBalancer, Resilience4j's retry and breaker by annotation"),
    PROXIES_NGINX("bare", Proxy.NGINX, "the bare client through nginx on its side and on the server's"),
    PROXIES_HAPROXY("bare", Proxy.HAPROXY, "the bare client through HAProxy on its side and on the server's"),
    PROXIES_ENVOY("bare", Proxy.ENVOY, "the bare client through Envoy on its side and on the server's");

    private final String module;
    private final @Nullable Proxy proxy;
    private final String title;

    Column(String module, @Nullable Proxy proxy, String title) {
        this.module = module;
        this.proxy = proxy;
        this.title = title;
    }

    /** By a name of the command line. */
    static Optional<Column> named(String name) {
        return Stream.of(values())
                .filter(column -> column.toString().equals(name))
                .findFirst();
    }

    /** Where its application is. */
    String module() {
        return module;
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

    String title() {
        return title;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
