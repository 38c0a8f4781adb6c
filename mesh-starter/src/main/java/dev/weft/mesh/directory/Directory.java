package dev.weft.mesh.directory;

import dev.weft.mesh.engine.EndpointDirectory;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.EndpointSet;
import dev.weft.mesh.model.ServiceName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every source of endpoints as one: what each of them is believed to know, the strongest first, then the static
 * instances. Two descriptions of one address are one endpoint, as the stronger source has it.
 */
public final class Directory implements EndpointDirectory, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Directory.class);

    private static final Comparator<Endpoint> ORDER =
            Comparator.comparing(Endpoint::id).thenComparing(Endpoint::address);

    /** So many names that nobody knows are asked for: a service may come to have one of them, most are mistakes. */
    private static final int MOST_MISSED = 500;

    private final List<EndpointSource> sources;
    private final Map<ServiceName, List<Endpoint>> fixed;
    private final LastKnownGood disk;

    private final Set<ServiceName> known = ConcurrentHashMap.newKeySet();
    private final Map<ServiceName, Watch> watches = new ConcurrentHashMap<>();
    private final Set<ServiceName> missed = ConcurrentHashMap.newKeySet();
    private final Set<String> answered = ConcurrentHashMap.newKeySet();
    private volatile boolean heard;
    private volatile Supplier<Map<Endpoint.Key, Experience>> experience = Map::of;

    // Never held while a listener runs, nor while something is written.
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by lock, and so is what is in it.
    private final Map<String, Trust> trusts = new LinkedHashMap<>();
    // Guarded by lock: services whose endpoints go to the disk, those that this process called, now or in an earlier
    // life.
    private final Set<ServiceName> kept = new HashSet<>();

    /**
     * @param sources the strongest first; when it has answered, what no source knows does not exist
     * @param fixed static instances
     */
    public Directory(List<EndpointSource> sources, Map<ServiceName, List<Endpoint>> fixed, LastKnownGood disk) {
        this.sources = List.copyOf(sources);
        this.fixed = Map.copyOf(fixed);
        this.disk = disk;
        Map<String, Map<ServiceName, List<Endpoint>>> remembered = disk.read();
        for (EndpointSource source : this.sources) {
            Map<ServiceName, List<Endpoint>> services = remembered.getOrDefault(source.name(), Map.of());
            trusts.put(source.name(), new Trust(services));
            known.addAll(services.keySet());
            kept.addAll(services.keySet());
        }
        known.addAll(fixed.keySet());
    }

    /** Asks this about endpoints that a source no longer names: those that fail are not held, those that answer for long. */
    public void experience(Supplier<Map<Endpoint.Key, Experience>> whatIsFound) {
        this.experience = whatIsFound;
    }

    /** Begins to listen to the sources. */
    public void start() {
        sources.forEach(source -> source.start(answer -> take(source.name(), answer)));
        kept().forEach(this::want);
    }

    @Override
    public void close() {
        sources.forEach(EndpointSource::stop);
    }

    @Override
    public void watch(ServiceName service, Consumer<EndpointSet> listener) {
        lock.lock();
        boolean first;
        try {
            first = kept.add(service);
        } finally {
            lock.unlock();
        }
        want(service);
        watches.computeIfAbsent(service, Watch::new).add(listener);
        if (first && heard) {
            remember();
        }
    }

    @Override
    public EndpointSet endpoints(ServiceName service) {
        return current(service);
    }

    @Override
    public boolean knows(ServiceName service) {
        return known.contains(service);
    }

    @Override
    public boolean answered() {
        return sources.isEmpty()
                ? !fixed.isEmpty()
                : answered.contains(sources.get(0).name());
    }

    @Override
    public Collection<ServiceName> known() {
        return new TreeSet<>(known);
    }

    @Override
    public void missed(ServiceName service) {
        if (missed.size() < MOST_MISSED && missed.add(service)) {
            want(service);
        }
    }

    private void want(ServiceName service) {
        sources.forEach(source -> source.want(service));
    }

    private Set<ServiceName> kept() {
        lock.lock();
        try {
            return Set.copyOf(kept);
        } finally {
            lock.unlock();
        }
    }

    private void take(String source, SourceAnswer answer) {
        Set<ServiceName> changed = new HashSet<>();
        Doubts doubts = new Doubts(source);
        Function<Endpoint.Key, Experience> found = Experience.once(experience);
        boolean worthKeeping;
        lock.lock();
        try {
            for (Map.Entry<String, Trust> entry : trusts.entrySet()) {
                Trust trust = entry.getValue();
                doubts.before(trust);
                changed.addAll(entry.getKey().equals(source) ? trust.answer(answer, found) : confirm(trust, answer));
                doubts.after(trust, changed);
            }
            tellOfDoubts();
            worthKeeping = changed.stream().anyMatch(kept::contains);
        } finally {
            lock.unlock();
        }
        answer.services().forEach((service, endpoints) -> {
            if (answer.complete() || !endpoints.isEmpty()) {
                known.add(service);
            }
        });
        heard = true;
        if (answer.complete()) {
            answered.add(source);
        }
        doubts.log();
        changed.forEach(this::deliver);
        if (worthKeeping) {
            remember();
        }
    }

    /** Under the lock, so that what is said last is what holds. */
    private void tellOfDoubts() {
        for (EndpointSource source : sources) {
            Trust trust = trusts.get(source.name());
            source.doubted(trust != null && !trust.doubtful().isEmpty());
        }
    }

    private static Set<ServiceName> confirm(Trust other, SourceAnswer answer) {
        Set<ServiceName> changed = new HashSet<>();
        answer.services().forEach((service, endpoints) -> {
            if (!endpoints.isEmpty() && other.confirm(service, endpoints)) {
                changed.add(service);
            }
        });
        return changed;
    }

    private void deliver(ServiceName service) {
        Watch watch = watches.get(service);
        if (watch != null) {
            watch.update();
        }
    }

    private EndpointSet current(ServiceName service) {
        Map<String, Endpoint> byAddress = new LinkedHashMap<>();
        List<String> origins = new ArrayList<>();
        lock.lock();
        try {
            trusts.forEach((source, trust) -> {
                Trust.Belief belief = trust.of(service);
                if (!belief.isEmpty()) {
                    belief.endpoints().forEach(byAddress::putIfAbsent);
                    origins.add(origin(source, belief));
                }
            });
        } finally {
            lock.unlock();
        }
        List<Endpoint> instances = fixed.getOrDefault(service, List.of());
        if (!instances.isEmpty()) {
            instances.forEach(endpoint -> byAddress.putIfAbsent(endpoint.address(), endpoint));
            origins.add("static");
        }
        List<Endpoint> endpoints = byAddress.values().stream().sorted(ORDER).toList();
        return new EndpointSet(service, endpoints, origins.isEmpty() ? "none" : String.join(", ", origins));
    }

    private static String origin(String source, Trust.Belief belief) {
        if (belief.guess()) {
            return "last-known-good of " + source;
        }
        return belief.doubtful() == 0 ? source : source + " (" + belief.doubtful() + " held as doubtful)";
    }

    private void remember() {
        Map<String, Map<ServiceName, List<Endpoint>>> snapshot = new HashMap<>();
        lock.lock();
        try {
            trusts.forEach((source, trust) -> {
                Map<ServiceName, List<Endpoint>> services = new HashMap<>();
                for (ServiceName service : kept) {
                    List<Endpoint> up = trust.of(service).endpoints().values().stream()
                            .filter(endpoint -> endpoint.status() == Endpoint.Status.UP)
                            .toList();
                    if (!up.isEmpty()) {
                        services.put(service, up);
                    }
                }
                snapshot.put(source, services);
            });
        } finally {
            lock.unlock();
        }
        disk.write(snapshot);
    }

    /** Who listens for one service, and what they were told last. Tells one thing at a time. */
    private final class Watch {

        private final ServiceName service;
        private final ReentrantLock turn = new ReentrantLock();
        private final List<Consumer<EndpointSet>> listeners = new ArrayList<>();
        private EndpointSet told;

        Watch(ServiceName service) {
            this.service = service;
            this.told = EndpointSet.empty(service);
        }

        void add(Consumer<EndpointSet> listener) {
            turn.lock();
            try {
                // Not before this can be found in the map: whoever changes something from now on will tell it.
                update();
                listeners.add(listener);
                listener.accept(told);
            } finally {
                turn.unlock();
            }
        }

        /** Reads what is current under the lock, so that what is told last is what holds, whoever comes first. */
        void update() {
            turn.lock();
            try {
                EndpointSet now = current(service);
                if (!now.equals(told)) {
                    told = now;
                    listeners.forEach(listener -> tell(listener, now));
                }
            } finally {
                turn.unlock();
            }
        }

        /** What one listener can't bear is no reason to keep it from the others, nor other services' endpoints. */
        private void tell(Consumer<EndpointSet> listener, EndpointSet now) {
            try {
                listener.accept(now);
            } catch (RuntimeException e) {
                log.error("A listener failed on the endpoints of {}, and goes on with those before.", service, e);
            }
        }
    }
}
