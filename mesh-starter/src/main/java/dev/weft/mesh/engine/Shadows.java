package dev.weft.mesh.engine;

import dev.weft.mesh.balance.Locality;
import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.EndpointSet;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.model.Subset;
import dev.weft.mesh.resilience.Guards;
import dev.weft.mesh.rules.DestinationKey;
import dev.weft.mesh.rules.Mirror;
import dev.weft.mesh.rules.Route;
import dev.weft.mesh.rules.RouteTarget;
import dev.weft.mesh.rules.ServiceRules;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Begins the calls that carry copies of requests, and bounds how many are under way.
 *
 * <p>Idea: a copy is made as if by another client of this process. It lacks its request's credentials, and what receives
 * it may be slow, broken or not there; so nothing that it meets may count where real calls are decided. Each receiver is a
 * destination beside the real one, with endpoint statistics and ejections of its own, without breaker, bulkhead or retries.
 * Of the real one it has the endpoints, and the rules for balancing, ejection and connecting. The application has its say in
 * which endpoints may get copies, as it may take some out of service; it is not asked what to make of their answers.
 */
final class Shadows {

    /** So many copies are under way at most, whoever receives them. */
    static final int MOST = 64;

    private static final Duration LONGEST = Duration.ofSeconds(15);

    private final EngineParts parts;
    private final Function<ServiceName, Destination> destinations;
    private final AtomicInteger underWay = new AtomicInteger();
    private final Map<DestinationKey, Shadow> shadows = new ConcurrentHashMap<>();

    Shadows(EngineParts parts, Function<ServiceName, Destination> destinations) {
        this.parts =
                parts.withGuards(Guards.NONE).withExtensions(parts.extensions().withoutOutcomes());
        this.destinations = destinations;
    }

    /** Begins a copy of the request, or counts why there is none. */
    @Nullable
    Call begin(Mirror mirror, CallRequest request, Locality locality, long nanos) {
        Destination real = destination(mirror, request.service());
        if (real.absence() != null) {
            real.meters().copied(CopyResult.NO_ENDPOINT);
            return null;
        }
        // A host outside that was forgotten comes back as another destination.
        Shadow shadow = shadows.compute(
                new DestinationKey(real.service(), mirror.subset()),
                (key, known) -> known != null && known.real == real ? known : new Shadow(real, key.subset()));
        shadow.follow(locality, nanos);
        if (underWay.incrementAndGet() > MOST) {
            underWay.decrementAndGet();
            real.meters().copied(CopyResult.LIMIT);
            return null;
        }
        try {
            // From here on the place is given back by the call's end, which comes exactly once.
            return shadow.destination.begin(request, nanos);
        } catch (RuntimeException | Error e) {
            underWay.decrementAndGet();
            throw e;
        }
    }

    /** Nobody calls the service any more; what still goes on goes on. */
    void forget(ServiceName service) {
        shadows.keySet().removeIf(key -> service.equals(key.service()));
    }

    /** Whom the mirror means. */
    Destination destination(Mirror mirror, ServiceName called) {
        return destinations.apply(mirror.service() == null ? called : mirror.service());
    }

    /** What is in force for the real destination, for a copy of its requests to the subset. */
    private static ServiceRules rules(ServiceRules real, Subset subset) {
        Duration total = real.timeouts().total();
        boolean shorter = total != null && !total.isZero() && total.compareTo(LONGEST) < 0;
        return real.withHealth(null)
                .withRoutes(List.of(Route.to(List.of(RouteTarget.of(subset, 1)))))
                .withRetry(real.retry().withAttempts(1))
                .withTimeouts(real.timeouts().withAttempt(null).withTotal(shorter ? total : LONGEST));
    }

    /** A receiver of copies. Looks for changes of the real destination when there is something to send, and only then. */
    private final class Shadow {

        private final Destination real;
        private final Subset subset;
        private final Destination destination;
        private volatile ServiceRules rules;
        private volatile EndpointSet endpoints;

        Shadow(Destination real, Subset subset) {
            this.real = real;
            this.subset = subset;
            this.rules = real.rules();
            this.endpoints = EndpointSet.empty(real.service());
            this.destination =
                    new Destination(real.service(), parts, destinations, Shadows.rules(rules, subset), end(real));
        }

        private MeshMeters.OfService end(Destination of) {
            return new MeshMeters.OfService() {
                @Override
                public void callEnded(Call copy) {
                    underWay.decrementAndGet();
                    of.meters().copied(CopyResult.of(copy));
                }
            };
        }

        void follow(Locality locality, long nanos) {
            if (rules != real.rules() || endpoints != real.endpoints()) {
                catchUp(nanos);
            }
            destination.locality(locality);
        }

        private synchronized void catchUp(long nanos) {
            // Noted last, since who finds it noted begins without waiting for this.
            ServiceRules newRules = real.rules();
            if (rules != newRules) {
                destination.rules(Shadows.rules(newRules, subset));
                rules = newRules;
            }
            EndpointSet newEndpoints = real.endpoints();
            if (endpoints != newEndpoints) {
                destination.endpoints(newEndpoints, nanos);
                endpoints = newEndpoints;
            }
        }
    }
}
