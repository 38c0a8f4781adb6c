package dev.weft.mesh.directory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.ServiceName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The endpoints that were in use last, kept in a JSON file over a restart: by source, then by service. Trouble with the
 * file is said once and costs no more than the memory. Of several writes that wait, only the latest is made.
 */
public final class LastKnownGood {

    private static final Logger log = LoggerFactory.getLogger(LastKnownGood.class);

    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private static final TypeReference<Map<String, Map<String, List<Endpoint>>>> SHAPE = new TypeReference<>() {};

    private final @Nullable Path file;
    private final Executor writer;
    private final AtomicReference<@Nullable Map<String, Map<ServiceName, List<Endpoint>>>> pending =
            new AtomicReference<>();
    // Confined to the writer.
    private boolean troubled;

    private LastKnownGood(@Nullable Path file, Executor writer) {
        this.file = file;
        this.writer = writer;
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
        if (file == null || !Files.exists(file)) {
            return Map.of();
        }
        try {
            return parse(JSON.readValue(file.toFile(), SHAPE));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            log.warn("The last known endpoints in {} can't be understood and are ignored: {}", file, firstLine(e));
        } catch (IOException e) {
            log.warn("The last known endpoints in {} can't be read and are ignored: {}", file, firstLine(e));
        }
        return Map.of();
    }

    /** Keeps this instead of what was kept before; returns at once. */
    void write(Map<String, Map<ServiceName, List<Endpoint>>> sources) {
        if (file != null && pending.getAndSet(sources) == null) {
            writer.execute(() -> store(file));
        }
    }

    private void store(Path to) {
        Map<String, Map<ServiceName, List<Endpoint>>> sources = pending.getAndSet(null);
        try {
            Path folder = to.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            Path draft = Files.createTempFile(folder, to.getFileName().toString(), ".draft");
            try {
                JSON.writeValue(draft.toFile(), format(sources == null ? Map.of() : sources));
                Files.move(draft, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(draft);
            }
            troubled = false;
        } catch (IOException e) {
            if (!troubled) {
                log.warn("The last known endpoints can't be written to {}: {}", to, firstLine(e));
            }
            troubled = true;
        }
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

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
