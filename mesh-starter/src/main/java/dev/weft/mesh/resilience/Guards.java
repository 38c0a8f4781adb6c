package dev.weft.mesh.resilience;

import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.model.Subset;
import java.util.Collection;

/** Where breakers and bulkheads come from. Asked once for each destination, not for each call. Thread-safe. */
public interface Guards {

    /** No breaker and no bulkhead. */
    Guards NONE = new Guards() {
        @Override
        public Breaker breaker(ServiceName service, Subset subset) {
            return Breaker.NONE;
        }

        @Override
        public Bulkhead bulkhead(ServiceName service) {
            return Bulkhead.NONE;
        }
    };

    /** The breaker of this part of a service: each subset has its own, so that a broken v2 leaves v1 alone. */
    Breaker breaker(ServiceName service, Subset subset);

    /** The user's own limit on the service's calls under way, or {@link Bulkhead#NONE}. */
    Bulkhead bulkhead(ServiceName service);

    /** Nobody calls these parts of the service any more: what was made for them may go. */
    default void forget(ServiceName service, Collection<Subset> subsets) {}
}
