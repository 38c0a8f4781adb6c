package dev.weft.mesh.engine;

import dev.weft.mesh.model.EndpointSet;
import dev.weft.mesh.model.ServiceName;
import java.util.Collection;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where the engine's endpoints come from: the port that the directory implements. Thread-safe. */
public interface EndpointDirectory {

    /**
     * Hands every set of the service's endpoints to the listener: at once what is known now (maybe nothing), then each
     * change. Sets come whole, and never two at a time for one service. A service is watched once, for good.
     */
    void watch(ServiceName service, Consumer<EndpointSet> listener);

    /** What is known of the service's endpoints now; nobody is told of changes. */
    EndpointSet endpoints(ServiceName service);

    /** Whether any source knows the service, with or without endpoints. */
    boolean knows(ServiceName service);

    /** Whether the sources have answered at least once, so that a service which none knows does not exist. */
    boolean answered();

    /** Every service that is known now. */
    Collection<ServiceName> known();

    /** A call has found that nobody knows the service: whoever can be asked about it, and not about all, is asked now. */
    default void missed(ServiceName service) {}

    /** Whether a caller of the name waits until something is known of it: so far nothing is. */
    default boolean isPending(ServiceName service) {
        return false;
    }

    /** Why the name may not be called at all, in words; null if it may. Nothing changes by asking. */
    default @Nullable String refusal(ServiceName service) {
        return null;
    }

    /** A call was refused because of {@link #refusal}. */
    default void refused(ServiceName service) {}
}
