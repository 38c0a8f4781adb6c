package dev.weft.mesh.engine;

import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.resilience.Ejection;
import java.util.function.IntSupplier;

/**
 * What the engine reports while it works: the port behind which the meters stand. Asked for a service's and an endpoint's
 * meters when they are first met, so that no call has to look for them. Thread-safe, must not block or throw.
 */
public interface MeshMeters {

    /** Counts nothing. */
    MeshMeters NONE = service -> new OfService() {};

    /** The meters of one service. */
    OfService service(ServiceName service);

    /** The meters of one service; every method may be left empty. */
    interface OfService {

        /** Hands over what tells how many attempts are under way. */
        default void inFlight(IntSupplier attempts) {}

        /** What to keep with an endpoint's state, to be found again at {@code attempt.pick().chosen().meters()}. */
        default Object endpoint(Endpoint endpoint) {
            return this;
        }

        /** An attempt is over. */
        default void attemptEnded(Call call, Attempt attempt) {}

        /** A call is over. */
        default void callEnded(Call call) {}

        /** A retry was wanted, and the budget allowed or refused it. */
        default void retry(boolean granted) {}

        /** An endpoint was ejected. */
        default void ejected(Endpoint endpoint, Ejection.Reason reason) {}

        /** An endpoint was asked, beside all requests, whether it is well. */
        default void checked(boolean well) {}

        /** The copy of a request for this service, which a mirror rule wanted, is over or was not made. */
        default void copied(CopyResult result) {}

        /** A pick found too few healthy endpoints. */
        default void panicked() {}

        /** Nobody calls the service any more: its meters may go. */
        default void forget() {}
    }
}
