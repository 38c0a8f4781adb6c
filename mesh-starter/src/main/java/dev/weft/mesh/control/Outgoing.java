package dev.weft.mesh.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** What a client tells the registry, as JSON. */
final class Outgoing {

    private static final ObjectMapper JSON = new ObjectMapper().setSerializationInclusion(JsonInclude.Include.NON_NULL);

    private Outgoing() {}

    static byte[] json(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens a stream. */
    record Open(StreamIdentity client, Collection<Watched> services) {}

    /** Adds services to a stream. */
    record More(Collection<Watched> services) {}

    /**
     * A service, and what is known of it.
     *
     * @param endpoints their version, or null if nothing is known
     * @param rules their version, or null if nothing is known
     * @param again true where they are to be told all the same; null where not
     */
    record Watched(
            String name,
            @Nullable String endpoints,
            @Nullable StoreVersion rules,
            @Nullable Boolean again) {}

    /** What has become of rules. */
    record Reports(Collection<Report> reports) {}

    /**
     * What has become of a service's rules.
     *
     * @param reason why they are not in force, or null if they are
     */
    record Report(
            String service,
            Store store,
            long revision,
            long stamp,
            boolean applied,
            @Nullable String reason) {

        static Report of(String service, StoreVersion version, @Nullable String reason) {
            return new Report(
                    service,
                    new Store(version.id(), version.generation()),
                    version.revision(),
                    version.stamp(),
                    reason == null,
                    reason);
        }
    }

    /** A store of rules. */
    record Store(String id, long generation) {}
}
