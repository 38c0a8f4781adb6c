package dev.weft.mesh.directory;

import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.EndpointSet;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.security.Addresses;
import dev.weft.mesh.security.EgressPolicy;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One host outside the mesh: what its name stands for, looked up again while it is called. Its endpoints are addresses
 * that were checked, so that nobody looks them up once more when connecting.
 */
final class OutsideHost {

    private static final Logger log = LoggerFactory.getLogger(OutsideHost.class);

    /** For so long an answer is not asked for again. */
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** The same for a look-up that failed, and for a host whose calls fail. */
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** An older answer is not used before it was asked for again. */
    private static final long STALE_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final ServiceName name;
    private final @Nullable List<Endpoint> instances;
    private final HostResolver resolver;
    private final Executor executor;
    private final Supplier<EgressPolicy> policy;
    private final LongSupplier clock;
    private final AtomicReference<@Nullable CompletableFuture<Void>> lookup = new AtomicReference<>();

    private volatile @Nullable Answer answer;
    private volatile @Nullable String blocked;
    // Guarded by this, and so is what it is told.
    private @Nullable Consumer<EndpointSet> listener;

    /** @param instances where the host is called instead, without a look-up, or null */
    OutsideHost(
            ServiceName name,
            @Nullable List<Endpoint> instances,
            HostResolver resolver,
            Executor executor,
            Supplier<EgressPolicy> policy,
            LongSupplier clock) {
        this.name = name;
        this.instances = instances;
        this.resolver = resolver;
        this.executor = executor;
        this.policy = policy;
        this.clock = clock;
    }

    /** Begins a look-up if it is time for one; null if the host can be called without waiting for it. */
    @Nullable
    CompletableFuture<Void> ready(long nanos) {
        if (instances != null) {
            return null;
        }
        Answer known = answer;
        if (known == null) {
            return lookUp();
        }
        long age = nanos - known.atNanos;
        if (age < (known.problem == null ? FRESH_NANOS : PAUSE_NANOS)) {
            return null;
        }
        CompletableFuture<Void> running = lookUp();
        return known.addresses.isEmpty() || age > STALE_NANOS ? running : null;
    }

    /** A call has failed: maybe the host has moved. */
    void failed(long nanos) {
        Answer known = answer;
        if (known != null && nanos - known.atNanos >= PAUSE_NANOS) {
            lookUp();
        }
    }

    private CompletableFuture<Void> lookUp() {
        CompletableFuture<Void> own = new CompletableFuture<>();
        CompletableFuture<Void> running = lookup.compareAndExchange(null, own);
        if (running != null) {
            return running;
        }
        try {
            executor.execute(() -> {
                try {
                    take(ask());
                } finally {
                    end(own);
                }
            });
        } catch (RejectedExecutionException e) {
            // The application ends.
            end(own);
        }
        return own;
    }

    private void end(CompletableFuture<Void> own) {
        lookup.set(null);
        own.complete(null);
    }

    private Answer ask() {
        InetAddress literal = Addresses.literal(name.host());
        try {
            List<InetAddress> addresses = literal != null ? List.of(literal) : resolver.resolve(name.host());
            return addresses.isEmpty() ? failed("no address") : new Answer(addresses, null, clock.getAsLong());
        } catch (UnknownHostException e) {
            return failed("unknown host");
        } catch (RuntimeException e) {
            log.warn("The resolver failed on {}", name.host(), e);
            return failed(e.toString());
        }
    }

    /** What was good before stays in use. */
    private Answer failed(String why) {
        Answer before = answer;
        List<InetAddress> addresses = before == null ? List.of() : before.addresses;
        if (!addresses.isEmpty() && before != null && before.problem == null) {
            log.warn("{} no longer resolves ({}); its last known addresses stay in use", name.host(), why);
        }
        return new Answer(addresses, name.host() + " does not resolve (" + why + ")", clock.getAsLong());
    }

    private void take(Answer next) {
        answer = next;
        update();
    }

    /** Tells what holds now, by the policy in force. */
    synchronized void update() {
        EndpointSet endpoints = endpoints();
        if (listener != null) {
            listener.accept(endpoints);
        }
    }

    synchronized void watch(Consumer<EndpointSet> watcher, long nanos) {
        listener = watcher;
        watcher.accept(endpoints());
        ready(nanos);
    }

    /** Why nothing that the name stands for may be called, or null. */
    @Nullable
    String blocked() {
        return blocked;
    }

    /** Whether nothing is known of the name yet. */
    boolean isPending() {
        return instances == null && answer == null;
    }

    /** What can be called now. */
    EndpointSet endpoints() {
        EgressPolicy now = policy.get();
        if (now.refusal(name) != null) {
            return new EndpointSet(name, List.of(), "not allowed");
        }
        return instances == null ? resolved(now) : configured(instances, now);
    }

    private EndpointSet configured(List<Endpoint> endpoints, EgressPolicy now) {
        boolean tls = now.demandsTls(name);
        List<Endpoint> secured = endpoints.stream()
                .map(endpoint -> tls ? endpoint.withSecure(true) : endpoint)
                .toList();
        return new EndpointSet(name, secured, "static");
    }

    private EndpointSet resolved(EgressPolicy now) {
        Answer known = answer;
        if (known == null) {
            String state = lookup.get() == null ? " has not been looked up yet" : " is being looked up";
            return new EndpointSet(name, List.of(), name.host() + state);
        }
        List<InetAddress> permitted = known.addresses.stream()
                .filter(address -> now.permits(name, address))
                .toList();
        blocked = permitted.isEmpty() && !known.addresses.isEmpty() ? now.refusal(name, known.addresses) : null;
        List<Endpoint> endpoints = new ArrayList<>();
        for (InetAddress address : permitted) {
            Endpoint endpoint = endpoint(address, known.addresses.get(0), now.demandsTls(name));
            if (endpoint != null) {
                endpoints.add(endpoint);
            }
        }
        return new EndpointSet(name, endpoints, known.problem == null ? "DNS" : known.problem);
    }

    /**
     * Addresses of the family that is not preferred wait until the others fail: often they can't be reached at all. Null
     * of an address that can't be written as an endpoint's: one with an odd scope, fe80::1%eth0.100.
     */
    private @Nullable Endpoint endpoint(InetAddress address, InetAddress preferred, boolean secure) {
        int priority = address.getClass().equals(preferred.getClass()) ? 0 : 1;
        String text = address.getHostAddress();
        try {
            return new Endpoint(text, text, name.port(), secure, Endpoint.Status.UP, null, null, 1, priority, Map.of());
        } catch (IllegalArgumentException e) {
            log.debug("{} is not called at {}", name, text, e);
            return null;
        }
    }

    /**
     * What is known of a name.
     *
     * @param addresses the last that were good
     * @param problem why nothing newer is known, or null
     * @param atNanos when it came: a look-up that fails may take longer than its answer is kept
     */
    private record Answer(
            List<InetAddress> addresses, @Nullable String problem, long atNanos) {
        Answer {
            addresses = List.copyOf(addresses);
        }
    }
}
