package dev.weft.mesh.directory;

import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.EndpointSet;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.security.EgressDocument;
import dev.weft.mesh.security.EgressPolicy;
import dev.weft.mesh.security.Refusals;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The hosts outside the mesh that this process calls: whether it may, and the addresses that their names stand for. A
 * host with configured instances is called there instead. Thread-safe.
 */
public final class OutsideHosts {

    /** Each host that is called has meters, a breaker and endpoints of its own. */
    static final int MOST_HOSTS = 1_000;

    private final HostResolver resolver;
    private final Executor executor;
    private final LongSupplier clock;
    private final Map<ServiceName, List<Endpoint>> fixed;
    private final Map<ServiceName, OutsideHost> hosts = new ConcurrentHashMap<>();
    private final Map<ServiceName, Set<ServiceName>> named = new ConcurrentHashMap<>();
    private final NamedHosts lookedAfter = new NamedHosts(this::refresh);
    private final CompletableFuture<Void> any = new CompletableFuture<>();
    private final Refusals refusals = new Refusals();
    private volatile EgressDocument egress;

    /**
     * @param policy the application's
     * @param resolver asked on the executor's threads only
     * @param fixed configured instances, by the name of the host with or without its port
     * @param clock monotonic, in nanoseconds
     */
    public OutsideHosts(
            EgressPolicy policy,
            HostResolver resolver,
            Map<ServiceName, List<Endpoint>> fixed,
            Executor executor,
            LongSupplier clock) {
        this.egress = EgressDocument.ofApplication(policy);
        this.resolver = resolver;
        this.fixed = Map.copyOf(fixed);
        this.executor = executor;
        this.clock = clock;
    }

    /** What is in force. */
    public EgressPolicy policy() {
        return egress.policy();
    }

    /** The same, with where it is written. */
    public EgressDocument egress() {
        return egress;
    }

    /** Puts another policy in force, for calls that begin from now on. */
    public void put(EgressDocument next) {
        egress = next;
        hosts.values().forEach(OutsideHost::update);
        refresh();
    }

    /**
     * The rules of a service that are in force now. Hosts that they name, as destinations for instance, are looked up at
     * once, and again from time to time: nobody asks for them before a call is sent there.
     */
    public void rules(ServiceName service, ServiceRules rules) {
        Set<ServiceName> outside = rules.routes().stream()
                .flatMap(route -> route.others().stream())
                .filter(ServiceName::isOutside)
                .collect(Collectors.toUnmodifiableSet());
        if (outside.isEmpty()) {
            named.remove(service);
        } else {
            named.put(service, outside);
            any.complete(null);
            lookedAfter.add(outside);
        }
    }

    /** Done as soon as there is anything to look after: most services call nobody outside. */
    CompletableFuture<Void> any() {
        return any;
    }

    /** Looks up again what rules name, as far as it is time to. */
    void refresh() {
        named.values().forEach(lookedAfter::add);
    }

    private @Nullable CompletableFuture<Void> refresh(ServiceName outside) {
        return whyNot(outside) != null ? null : host(outside).refresh(clock.getAsLong());
    }

    /** The hosts that nobody has called for an hour, and no rules name. */
    Collection<ServiceName> idle() {
        long now = clock.getAsLong();
        return hosts.entrySet().stream()
                .filter(entry -> entry.getValue().isIdle(now))
                .map(Map.Entry::getKey)
                .filter(host -> named.values().stream().noneMatch(outside -> outside.contains(host)))
                .toList();
    }

    /** Lets a host go, unless somebody calls it just now. */
    boolean release(ServiceName idle) {
        long now = clock.getAsLong();
        return hosts.computeIfPresent(idle, (name, host) -> host.isIdle(now) ? null : host) == null;
    }

    /** The calls that were refused. */
    public Refusals refusals() {
        return refusals;
    }

    /** Whether there is room for the host among those that are called through the mesh. */
    public boolean hasRoomFor(ServiceName outside) {
        return hosts.size() < MOST_HOSTS || hosts.containsKey(outside);
    }

    /**
     * Whoever calls a host asks this first, so that its addresses are known, and looked up again from time to time.
     *
     * @return when it is done, or null if there is nothing to wait for
     */
    public @Nullable CompletableFuture<Void> ready(ServiceName outside) {
        return whyNot(outside) != null ? null : host(outside).ready(clock.getAsLong());
    }

    /** Whether the host is called over TLS, whatever the URL says. */
    public boolean isTls(ServiceName outside) {
        return policy().demandsTls(outside)
                || endpoints(outside).endpoints().stream().anyMatch(Endpoint::secure);
    }

    /** A call to the host has failed. */
    public void failed(ServiceName outside) {
        OutsideHost host = hosts.get(outside);
        if (host != null) {
            host.failed(clock.getAsLong());
        }
    }

    /** Why the host may not be called, in words; null if it may. */
    public @Nullable String refusal(ServiceName outside) {
        String why = whyNot(outside);
        OutsideHost host = hosts.get(outside);
        if (why == null && host != null) {
            why = host.blocked();
        }
        return why;
    }

    /** Counts a call that was refused. */
    void refused(ServiceName outside) {
        refusals.add(outside);
    }

    private @Nullable String whyNot(ServiceName outside) {
        String refusal = policy().refusal(outside);
        if (refusal != null || hasRoomFor(outside)) {
            return refusal;
        }
        return "egress to " + outside + " is not allowed, because " + MOST_HOSTS
                + " other hosts have been called already, which is the limit";
    }

    void watch(ServiceName outside, Consumer<EndpointSet> listener) {
        host(outside).watch(listener, clock.getAsLong());
    }

    /** What is known of the host; nobody is asked for more. */
    EndpointSet endpoints(ServiceName outside) {
        return peek(outside).endpoints();
    }

    /** Whether the host's addresses have yet to be looked up. */
    boolean isPending(ServiceName outside) {
        return peek(outside).isPending();
    }

    private OutsideHost peek(ServiceName outside) {
        OutsideHost known = hosts.get(outside);
        return known != null ? known : meet(outside);
    }

    private OutsideHost host(ServiceName outside) {
        OutsideHost known = hosts.get(outside);
        if (known == null) {
            known = hosts.computeIfAbsent(outside, this::meet);
            any.complete(null);
        }
        return known;
    }

    private OutsideHost meet(ServiceName outside) {
        List<Endpoint> instances = fixed.get(outside);
        if (instances == null) {
            instances = fixed.get(outside.withoutPort());
        }
        return new OutsideHost(
                outside,
                instances,
                this::policy,
                (host, answered) -> new Lookup(host, resolver, executor, clock, answered),
                clock.getAsLong());
    }
}
