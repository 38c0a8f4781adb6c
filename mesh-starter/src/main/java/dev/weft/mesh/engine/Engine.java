package dev.weft.mesh.engine;

import dev.weft.mesh.balance.Locality;
import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.EndpointSet;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.resilience.Guards;
import dev.weft.mesh.rules.Mirror;
import dev.weft.mesh.rules.ServiceRules;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The data plane's core: begins calls, and knows every service that was ever called. Does no I/O, has no thread and reads
 * no clock of its own. Thread-safe.
 */
public final class Engine {

    private final EngineParts parts;
    private final LongSupplier clock;
    private final Map<ServiceName, Destination> destinations = new ConcurrentHashMap<>();
    private final Map<ServiceName, Runnable> watches = new ConcurrentHashMap<>();
    private final MeshMeters.OfService unknownMeters;
    private final Shadows shadows;
    private final HealthChecks checks;
    private volatile Locality locality;

    /**
     * @param clock the monotonic clock by which new endpoints are dated: the one whose values {@code begin} is given
     */
    public Engine(EngineParts parts, LongSupplier clock) {
        this.parts = parts;
        this.clock = clock;
        this.unknownMeters = parts.meters().service(ServiceName.of("unknown"));
        this.shadows = new Shadows(parts, this::destination);
        this.checks = new HealthChecks(destinations.values(), parts.random());
        this.locality = new Locality(parts.zone(), Map.of());
        parts.directory().watch(parts.self(), this::callers);
    }

    /**
     * Begins a call. The caller goes on with {@link Call#next}.
     *
     * @param nanos the monotonic clock's value now
     */
    public Call begin(CallRequest request, long nanos) {
        return destination(request.service()).begin(request, nanos);
    }

    /**
     * Begins a call that fails, since its caller may not make it.
     *
     * @param why in words
     */
    public Call refuse(CallRequest request, String why, long nanos) {
        parts.directory().refused(request.service());
        return absent(request.service(), new Absence(Failure.Reason.NOT_ALLOWED, why))
                .begin(request, nanos);
    }

    /**
     * Tells what would become of a call now, and why. Nothing changes by asking: no split moves on, no probe begins, no place
     * is taken. Only a service that was never called is looked up, as its first call would.
     *
     * @param from who would call: this process itself, or another one that goes by the same rules
     */
    public Explanation explain(CallRequest request, ServiceName from, long nanos) {
        boolean pending = parts.directory().isPending(request.service());
        return new Explainer(known(request.service()), this::known, pending, request, nanos).explain(from);
    }

    /** Like {@link #destination}, but remembers no name that nobody has heard of, and no host outside that was never called. */
    private Destination known(ServiceName service) {
        if (destinations.containsKey(service)
                || !service.isOutside() && parts.directory().knows(service)) {
            return find(service);
        }
        Absence absence = absence(service);
        if (absence == null && service.isOutside()) {
            return unmet(service);
        }
        return absent(service, absence != null ? absence : nobody(service));
    }

    /** A host outside as its first call would find it, but for a look-up. */
    private Destination unmet(ServiceName host) {
        Destination unmet = new Destination(
                host,
                parts.withGuards(Guards.NONE),
                this::known,
                parts.rules().rules(host.withoutPort()),
                MeshMeters.NONE.service(host));
        unmet.locality(locality);
        unmet.endpoints(parts.directory().endpoints(host), clock.getAsLong());
        return unmet;
    }

    /**
     * Begins a call that carries a copy of a request: sent once, apart from all real calls, and ended as every call is. Null
     * if it is dropped, which is counted: too many copies are under way, or nobody has the receiver's name.
     *
     * @param request what was called
     */
    public @Nullable Call copy(Mirror mirror, CallRequest request, long nanos) {
        return shadows.begin(mirror, request, locality, nanos);
    }

    /** Counts a copy that was not made. */
    public void notCopied(Mirror mirror, ServiceName called, CopyResult why) {
        shadows.destination(mirror, called).meters().copied(why);
    }

    private Absence nobody(ServiceName service) {
        return new Absence(
                Failure.Reason.UNKNOWN_SERVICE,
                service.isOutside()
                        ? "hosts outside the mesh are called past it"
                        : Names.unknown(service, parts.directory().known()));
    }

    private Destination absent(ServiceName service, Absence absence) {
        return Destination.absent(service, parts, unknownMeters, absence);
    }

    /** The service as this client sees it; one that no source knows, or that may not be called, fails every call. */
    public Destination destination(ServiceName service) {
        Destination found = find(service);
        Absence absence = found.absence();
        if (absence != null && absence.reason() == Failure.Reason.NOT_ALLOWED) {
            parts.directory().refused(service);
        } else if (absence != null) {
            parts.directory().missed(service);
        }
        return found;
    }

    private Destination find(ServiceName service) {
        Destination known = destinations.get(service);
        if (known != null && !known.hasNothing()) {
            return known;
        }
        Absence absence = absence(service);
        if (absence != null) {
            return absent(service, absence);
        }
        if (known == null) {
            // Computed in one step, so that nobody sees a service before its endpoints are there.
            known = destinations.computeIfAbsent(service, this::meet);
            // Once more, for a change that came while it was not yet in the map.
            known.locality(locality);
        }
        return known;
    }

    private @Nullable Absence absence(ServiceName service) {
        String refusal = parts.directory().refusal(service);
        if (refusal != null) {
            return new Absence(Failure.Reason.NOT_ALLOWED, refusal);
        }
        return parts.directory().answered() && !parts.directory().knows(service) ? nobody(service) : null;
    }

    private Destination meet(ServiceName service) {
        Destination met =
                new Destination(service, parts, this::destination, parts.rules().rules(service.withoutPort()));
        met.locality(locality);
        // First what may throw, so that no listener is left behind.
        parts.directory().watch(service, set -> met.endpoints(set, clock.getAsLong()));
        watches.put(service, parts.rules().watch(service.withoutPort(), rules -> take(met, rules)));
        return met;
    }

    /** Whether the service was called, and known when it was. */
    public boolean hasMet(ServiceName service) {
        return destinations.containsKey(service);
    }

    /** Whether a call to the service has an attempt under way. */
    public boolean isInFlight(ServiceName service) {
        Destination known = destinations.get(service);
        return known != null && known.inFlight() > 0;
    }

    /**
     * Forgets a service that was called, as if it had never been: for those that the directory no longer watches. Its next
     * call makes its acquaintance anew.
     */
    public void forget(ServiceName service) {
        // In one step, so that nothing is taken from the one that comes next.
        destinations.computeIfPresent(service, (name, known) -> {
            Runnable watch = watches.remove(name);
            if (watch != null) {
                watch.run();
            }
            known.forget();
            return null;
        });
        shadows.forget(service);
        Visits.review(destinations.values());
    }

    /** Splits go on where they are unless something changes. */
    private void take(Destination destination, ServiceRules rules) {
        if (!rules.equals(destination.rules())) {
            destination.rules(rules);
            Visits.review(destinations.values());
        }
    }

    /** The checks of endpoints that get no requests, for the adapter that carries them out. */
    public HealthChecks healthChecks() {
        return checks;
    }

    /** The rules that a call to the service begins with now. */
    public ServiceRules rules(ServiceName service) {
        Destination known = destinations.get(service);
        return known == null ? parts.rules().rules(service.withoutPort()) : known.rules();
    }

    /** Every service that was called so far, by name. */
    public Collection<Destination> destinations() {
        return List.copyOf(new TreeMap<>(destinations).values());
    }

    private void callers(EndpointSet own) {
        locality = Callers.of(own, parts.instance(), parts.zone());
        destinations.values().forEach(destination -> destination.locality(locality));
    }
}
