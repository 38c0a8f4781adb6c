package dev.weft.registry.stream;

import dev.weft.mesh.model.ServiceName;
import dev.weft.registry.store.StorePosition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who asks for a stream, and for what.
 *
 * @param services that it calls
 */
record WatchRequest(Client client, List<Wish> services) {

    private static final int MOST_SERVICES = 1_000;
    private static final int MOST_FEATURES = 10_000;

    /** No key has so many characters. */
    private static final int LONGEST_FEATURE = 200;

    /**
     * An instance that calls others.
     *
     * @param service which it is one of
     * @param instance its id
     * @param starter its version of the mesh
     * @param features the keys of rule documents that it understands
     */
    record Client(String service, String instance, String starter, List<String> features) {

        Client {
            Wanted.text("client.service", service);
            Wanted.text("client.instance", instance);
            Wanted.text("client.starter", starter);
            features = Wanted.list("client.features", features, MOST_FEATURES);
            if (features.stream().anyMatch(name -> name.length() > LONGEST_FEATURE)) {
                throw new IllegalArgumentException("client.features: a name that is too long (expected: at most "
                        + LONGEST_FEATURE + " characters each)");
            }
        }
    }

    /**
     * A service that a client wants to know.
     *
     * @param endpoints the version of its endpoints that the client knows, or null
     * @param rules those that the client knows, or null
     * @param again whether it is to be told them all the same
     */
    record Wish(
            String name,
            @Nullable String endpoints,
            @Nullable KnownRules rules,
            boolean again) {

        Wish {
            ServiceName.of(Wanted.text("services.name", name));
        }

        ServiceName service() {
            return ServiceName.of(name);
        }
    }

    /**
     * Rules that a client has been sent before.
     *
     * @param id of the store
     * @param generation of the store
     * @param revision of the rules
     * @param stamp of that revision, or 0 if none is known
     */
    record KnownRules(String id, long generation, long revision, long stamp) {

        private static final long MOST = 1L << 40;

        KnownRules {
            Wanted.text("services.rules.id", id);
            if (generation < 0 || generation > MOST || revision < 0) {
                throw new IllegalArgumentException("services.rules: generation " + generation + ", revision " + revision
                        + " (expected: at least 0, and a generation of at most " + MOST + ")");
            }
        }

        StorePosition position() {
            return new StorePosition(id, generation, revision, stamp);
        }
    }

    WatchRequest {
        if (client == null) {
            throw new IllegalArgumentException("client: nothing (expected: who asks)");
        }
        services = Wanted.list("services", services, MOST_SERVICES);
    }

    /** More services that a client wants to know. */
    record More(List<Wish> services) {

        More {
            services = Wanted.list("services", services, MOST_SERVICES);
        }
    }

    /** What a client has made of rules. */
    record Reports(List<Report> reports) {

        Reports {
            reports = Wanted.list("reports", reports, MOST_SERVICES);
        }
    }
}
