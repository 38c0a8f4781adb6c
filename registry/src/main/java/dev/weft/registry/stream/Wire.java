package dev.weft.registry.stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.weft.registry.store.StorePosition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the events of the stream carry, as JSON. */
final class Wire {

    private Wire() {}

    /** Which store, and how far it has come. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Store(String id, long generation, @Nullable Long revision) {

        static Store at(StorePosition position) {
            return new Store(position.store(), position.generation(), position.revision());
        }

        static Store of(StorePosition position) {
            return new Store(position.store(), position.generation(), null);
        }
    }

    /** The first event. */
    record Hello(String session, String registry, Store store, boolean settled, long heartbeatSeconds) {}

    /**
     * A service's endpoints, or changes of them.
     *
     * @param gone ids of those that have left by their own word, or a person's
     * @param lapsed ids of those that have fallen silent
     */
    record Endpoints(
            String service,
            String version,
            boolean whole,
            List<EndpointView> put,
            List<String> gone,
            List<String> lapsed) {

        Endpoints {
            put = List.copyOf(put);
            gone = List.copyOf(gone);
            lapsed = List.copyOf(lapsed);
        }
    }

    /**
     * What is stored for a service.
     *
     * @param follows whether what the client named when it came is of this store's history, or older by a declaration
     */
    record Rules(
            String service,
            Store store,
            long revision,
            long stamp,
            boolean follows,
            @Nullable String document,
            List<Withheld> withheld) {

        Rules {
            withheld = List.copyOf(withheld);
        }
    }
}
