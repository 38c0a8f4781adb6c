package dev.weft.bench.comparison.driver;

import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The same application by what it has on board, before it calls anybody. */
enum Shape {
    BARE("bare", "the application alone"),
    EUREKA("eureka", "with Spring Cloud's Eureka client and LoadBalancer starters"),
    WEFT("weft", "with the mesh's starter");

    private final String module;
    private final String title;

    Shape(String module, String title) {
        this.module = "bench/comparison/" + module;
        this.title = title;
    }

    /** Where it is in the project. */
    String module() {
        return module;
    }

    String title() {
        return title;
    }

    boolean looksForOthers() {
        return this != BARE;
    }

    /**
     * What its users would write so that it knows these destinations: a Eureka client fetches everybody; the mesh's stream
     * tells of the services that are named, by a rule for example.
     */
    Map<String, String> properties(URI registry, Destinations destinations) {
        Map<String, String> properties = new HashMap<>();
        properties.put("spring.application.name", "caller");
        if (looksForOthers()) {
            properties.put(
                    "eureka.client.service-url.defaultZone",
                    registry.resolve("/eureka/").toString());
        }
        if (this == WEFT) {
            destinations.names().forEach(name -> properties.put("mesh.services." + name + ".timeout", "10s"));
        }
        return properties;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
