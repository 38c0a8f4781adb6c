package dev.weft.mesh.directory;

import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.EndpointSet;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.security.Addresses;
import dev.weft.mesh.security.EgressPolicy;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One host outside the mesh: what its name stands for, or the instances that are called instead. Its endpoints are
 * addresses, so that whoever connects looks nothing up: not what was checked, and not under an instance's name, which is
 * none of the host's.
 */
final class OutsideHost {

    private static final Logger log = LoggerFactory.getLogger(OutsideHost.class);

    private static final long IDLE_NANOS = TimeUnit.HOURS.toNanos(1);

    private final ServiceName name;
    private final @Nullable List<Endpoint> instances;
    private final Supplier<EgressPolicy> policy;
    // The host's own, or those of its instances that go by a name.
    private final Map<String, Lookup> lookups = new HashMap<>();
    private final boolean hasAddress;

    private volatile @Nullable String blocked;
    private volatile long usedAtNanos;
    // Guarded by this, and so is what it is told.
    private @Nullable Consumer<EndpointSet> listener;

    /**
     * @param instances where the host is called instead, or null
     * @param lookups makes what looks a name up, and runs the action after each answer
     */
    OutsideHost(
            ServiceName name,
            @Nullable List<Endpoint> instances,
            Supplier<EgressPolicy> policy,
            Lookups lookups,
            long nanos) {
        this.name = name;
        this.usedAtNanos = nanos;
        this.instances = instances;
        this.policy = policy;
        this.hasAddress = instances != null && instances.stream().anyMatch(OutsideHost::isAddress);
        names().forEach(host -> this.lookups.put(host, lookups.of(host, this::update)));
    }

    private Set<String> names() {
        return instances == null
                ? Set.of(name.host())
                : instances.stream()
                        .filter(instance -> !isAddress(instance))
                        .map(Endpoint::host)
                        .collect(Collectors.toSet());
    }

    private static boolean isAddress(Endpoint instance) {
        return Addresses.literal(instance.host()) != null;
    }

    /** Makes what looks a name up. */
    @FunctionalInterface
    interface Lookups {
        Lookup of(String host, Runnable answered);
    }

    /** Whether nobody has asked for the host for long. */
    boolean isIdle(long nanos) {
        return nanos - usedAtNanos > IDLE_NANOS;
    }

    /** Begins to look up what it is time for; null if the host can be called without waiting for it. */
    @Nullable
    CompletableFuture<Void> ready(long nanos) {
        usedAtNanos = nanos;
        CompletableFuture<Void> pending = null;
        boolean somewhere = hasAddress;
        for (Lookup lookup : lookups.values()) {
            CompletableFuture<Void> next = lookup.ready(nanos);
            if (next == null) {
                somewhere = true;
            } else {
                pending = pending == null ? next : CompletableFuture.allOf(pending, next);
            }
        }
        return somewhere ? null : pending;
    }

    /** Looks up again what is no longer fresh, without a call that waits for it; null if all is. */
    @Nullable
    CompletableFuture<Void> refresh(long nanos) {
        CompletableFuture<Void> pending = null;
        for (Lookup lookup : lookups.values()) {
            CompletableFuture<Void> next = lookup.refresh(nanos);
            if (next != null) {
                pending = pending == null ? next : CompletableFuture.allOf(pending, next);
            }
        }
        return pending;
    }

    /** A call has failed: maybe the host has moved. */
    void failed(long nanos) {
        lookups.values().forEach(lookup -> lookup.failed(nanos));
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

    /** Whether nothing is known yet of any name that the host goes by. */
    boolean isPending() {
        return !hasAddress && lookups.values().stream().allMatch(lookup -> lookup.answer() == null);
    }

    /** What can be called now. */
    EndpointSet endpoints() {
        EgressPolicy now = policy.get();
        if (now.refusal(name) != null) {
            return new EndpointSet(name, List.of(), "not allowed");
        }
        return instances == null ? resolved(now) : configured(instances, now);
    }

    private EndpointSet configured(List<Endpoint> instances, EgressPolicy now) {
        boolean tls = now.demandsTls(name);
        List<Endpoint> endpoints = new ArrayList<>();
        String source = "static";
        for (Endpoint instance : instances) {
            Endpoint secured = tls ? instance.withSecure(true) : instance;
            Lookup lookup = lookups.get(instance.host());
            if (lookup == null) {
                endpoints.add(secured);
                continue;
            }
            Lookup.Answer known = lookup.answer();
            if (known == null) {
                source = instance.host() + " is being looked up";
            } else if (known.problem() != null) {
                source = known.problem();
            }
            if (known != null) {
                addresses(known).forEach(address -> add(endpoints, address, secured::withHost));
            }
        }
        return new EndpointSet(name, endpoints, source);
    }

    /** Of the family that is preferred: an instance's priority is the user's. */
    private static List<InetAddress> addresses(Lookup.Answer known) {
        return known.addresses().stream()
                .filter(address -> isPreferred(address, known))
                .toList();
    }

    private EndpointSet resolved(EgressPolicy now) {
        Lookup own = lookups.get(name.host());
        Lookup.Answer known = own == null ? null : own.answer();
        if (known == null) {
            String state = own == null || !own.isAsking() ? " has not been looked up yet" : " is being looked up";
            return new EndpointSet(name, List.of(), name.host() + state);
        }
        List<InetAddress> permitted = known.addresses().stream()
                .filter(address -> now.permits(name, address))
                .toList();
        blocked = permitted.isEmpty() && !known.addresses().isEmpty() ? now.refusal(name, known.addresses()) : null;
        boolean tls = now.demandsTls(name);
        List<Endpoint> endpoints = new ArrayList<>();
        for (InetAddress address : permitted) {
            // Addresses of the other family wait until these fail: often they can't be reached at all.
            int priority = isPreferred(address, known) ? 0 : 1;
            add(
                    endpoints,
                    address,
                    text -> Endpoint.of(text, text, name.port()).withSecure(tls).withPriority(priority));
        }
        return new EndpointSet(name, endpoints, known.problem() == null ? "DNS" : known.problem());
    }

    private static boolean isPreferred(InetAddress address, Lookup.Answer known) {
        return address.getClass().equals(known.addresses().get(0).getClass());
    }

    /** Leaves out an address that can't be written as an endpoint's: one with an odd scope, fe80::1%eth0.100. */
    private void add(List<Endpoint> endpoints, InetAddress address, Function<String, Endpoint> endpoint) {
        String text = address.getHostAddress();
        try {
            endpoints.add(endpoint.apply(text));
        } catch (IllegalArgumentException e) {
            log.debug("{} is not called at {}", name, text, e);
        }
    }
}
