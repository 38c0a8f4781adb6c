package dev.weft.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weft.bench.fleet.Fleet;
import dev.weft.bench.fleet.Instance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Watches how many requests of each caller wait at an instance, by what the callers say at {@code /actuator/mesh}. */
final class Hole {

    private static final long PERIOD_MILLIS = 200;

    private final Fleet fleet;
    private final String service;
    private final Instance instance;
    private final NavigableMap<Integer, String> seen = new TreeMap<>(Comparator.reverseOrder());
    private final ObjectMapper json = new ObjectMapper();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    private Hole(Fleet fleet, String service, Instance instance) {
        this.fleet = fleet;
        this.service = service;
        this.instance = instance;
    }

    /** Begins to watch, several times for each attempt that waits there. */
    static Hole watch(Fleet fleet, String service, Instance instance, List<Instance> callers) {
        Hole hole = new Hole(fleet, service, instance);
        hole.clock.scheduleAtFixedRate(() -> callers.forEach(hole::look), 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        return hole;
    }

    private synchronized void look(Instance caller) {
        String body = fleet.get(caller.uri("/actuator/mesh/" + service)).body();
        try {
            for (JsonNode endpoint : json.readTree(body).at("/destination/endpoints")) {
                if (endpoint.path("address").asText().endsWith(":" + instance.port())) {
                    seen.put(endpoint.path("inFlight").asInt(), caller.name() + " saw " + endpoint);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(body, e);
        }
    }

    /** Stops watching. The most that one caller had waiting there at once, and what it saw of the instance then. */
    synchronized NavigableMap<Integer, String> leave() {
        clock.shutdownNow();
        return seen;
    }
}
