package dev.weft.mesh.directory;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.ServiceName;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The endpoints that were in use last, kept in a JSON file over a restart: by source, then by service. */
public final class LastKnownGood {

    private static final TypeReference<Map<String, Map<String, List<Endpoint>>>> SHAPE = new TypeReference<>() {};

    private final KeptFile<Map<String, Map<String, List<Endpoint>>>> file;

    private LastKnownGood(@Nullable Path file, Executor writer) {
        this.file = new KeptFile<>("last known endpoints", SHAPE, file, writer);
    }

    /** A memory that ends with the process. */
    public static LastKnownGood none() {
        return new LastKnownGood(null, task -> {});
    }

    /**
     * A memory in this file.
     *
     * @param writer runs one task at a time; nobody waits for it
     */
    public static LastKnownGood in(Path file, Executor writer) {
        return new LastKnownGood(file, writer);
    }

    /** What was written last, by source and service; nothing if it can't be read. */
    Map<String, Map<ServiceName, List<Endpoint>>> read() {
        Map<String, Map<String, List<Endpoint>>> json = file.read();
        try {
            return json == null ? Map.of() : parse(json);
        } catch (IllegalArgumentException e) {
            file.unusable(e);
            return Map.of();
        }
    }

    /** Keeps this instead of what was kept before; returns at once. */
    void write(Map<String, Map<ServiceName, List<Endpoint>>> sources) {
        file.write(format(sources));
    }

    private static Map<String, Map<ServiceName, List<Endpoint>>> parse(Map<String, Map<String, List<Endpoint>>> json) {
        Map<String, Map<ServiceName, List<Endpoint>>> sources = new HashMap<>();
        json.forEach((source, services) -> {
            Map<ServiceName, List<Endpoint>> named = new HashMap<>();
            services.forEach((service, endpoints) -> named.put(ServiceName.of(service), List.copyOf(endpoints)));
            sources.put(source, named);
        });
        return sources;
    }

    private static Map<String, Map<String, List<Endpoint>>> format(
            Map<String, Map<ServiceName, List<Endpoint>>> sources) {
        Map<String, Map<String, List<Endpoint>>> json = new HashMap<>();
        sources.forEach((source, services) -> {
            Map<String, List<Endpoint>> named = new HashMap<>();
            services.forEach((service, endpoints) -> named.put(service.value(), endpoints));
            json.put(source, named);
        });
        return json;
    }
}
