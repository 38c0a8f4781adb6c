package dev.weft.bench.comparison.driver;

import dev.weft.bench.fleet.Instance;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The properties by which applications find what they call. */
final class Wiring {

    /** As a service is called that has the backends for instances. */
    static final String SERVICE = "backend";

    private static final String ROUTE = "spring.cloud.gateway.server.webflux.routes[0].";

    private Wiring() {}

    /**
     * For a caller of the backends, or of the one that stands before them.
     *
     * @param late ports of services of one instance, which nobody calls in a round
     */
    static Map<String, String> caller(Column column, List<Instance> called, Map<String, Integer> late) {
        return switch (column) {
            case BARE -> Map.of("bare.urls", urls(called));
            case BARE_SPAN -> Map.of("bare.urls", urls(called), "bare.span", "true");
            case PROXIES_NGINX, PROXIES_HAPROXY, PROXIES_ENVOY, GATEWAY_WEFT, GATEWAY_STOCK ->
                Map.of("bare.urls", url(called.get(0)));
            case WEFT -> inMeshAndLater(called, late);
            case LOADBALANCER, HAND_WIRED -> inList(called);
        };
    }

    /** For a gateway: the same route, whichever it is. */
    static Map<String, String> gateway(Column column, List<Instance> called) {
        Map<String, String> properties = column == Column.GATEWAY_WEFT ? inMesh(SERVICE, called) : inList(called);
        properties.put(ROUTE + "id", "answers");
        properties.put(ROUTE + "uri", "lb://" + SERVICE);
        properties.put(ROUTE + "predicates[0]", "Path=/answer");
        return properties;
    }

    private static Map<String, String> inMeshAndLater(List<Instance> called, Map<String, Integer> late) {
        Map<String, String> properties = inMesh(SERVICE, called);
        late.forEach((service, port) -> properties.putAll(atPorts(service, List.of(port))));
        return properties;
    }

    private static Map<String, String> inMesh(String service, List<Instance> called) {
        return atPorts(service, called.stream().map(Instance::port).toList());
    }

    private static Map<String, String> atPorts(String service, List<Integer> ports) {
        Map<String, String> properties = new HashMap<>();
        for (int n = 0; n < ports.size(); n++) {
            String instance = "mesh.services." + service + ".instances[" + n + "].";
            properties.put(instance + "host", "127.0.0.1");
            properties.put(instance + "port", ports.get(n).toString());
        }
        return properties;
    }

    private static Map<String, String> inList(List<Instance> called) {
        Map<String, String> properties = new HashMap<>();
        for (int n = 0; n < called.size(); n++) {
            String instance = "spring.cloud.discovery.client.simple.instances." + SERVICE + "[" + n + "].";
            properties.put(instance + "uri", url(called.get(n)));
        }
        return properties;
    }

    private static String urls(List<Instance> called) {
        return url(called.get(0)) + "," + url(called.get(1));
    }

    private static String url(Instance instance) {
        return "http://127.0.0.1:" + instance.port();
    }
}
