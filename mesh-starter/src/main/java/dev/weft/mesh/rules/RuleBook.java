package dev.weft.mesh.rules;

import dev.weft.mesh.model.ServiceName;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is said of services, layer upon layer, and what comes of it. A layer that can't be in force beside a
 * service's others stays there as it was, and no other service is touched by that. Thread-safe; readers never wait, and
 * neither does who begins to watch a service while another one's rules change.
 */
public final class RuleBook implements RuleSource {

    private final List<RuleDocument> base;
    private final boolean faults;
    private final Conditions conditions;
    private final Agreement unwritten;

    // Guarded by this: changes come one after the other.
    private final Map<Layer, Map<ServiceName, List<RuleDocument>>> layers = new EnumMap<>(Layer.class);

    private final Map<ServiceName, List<Watcher>> watchers = new ConcurrentHashMap<>();
    private final List<BiConsumer<ServiceName, ServiceRules>> watchersOfAll = new CopyOnWriteArrayList<>();
    private volatile Consumer<ServiceName> whenWatched = service -> {};

    // Written under this.
    private final Map<ServiceName, Agreement> inForce = new ConcurrentHashMap<>();
    private volatile boolean byIdentity;

    /**
     * @param base what holds for every service, the strongest first; all parts must be among it
     * @param faults whether trouble on purpose is allowed
     */
    public RuleBook(List<RuleDocument> base, boolean faults) {
        this(base, faults, Conditions.NONE);
    }

    /**
     * @param base what holds for every service, the strongest first; all parts must be among it
     * @param faults whether trouble on purpose is allowed
     * @param conditions that the application provides for rules to name
     */
    public RuleBook(List<RuleDocument> base, boolean faults, Conditions conditions) {
        this.base = List.copyOf(base);
        this.faults = faults;
        this.conditions = conditions;
        this.unwritten = Agreement.unwritten(EffectiveRules.of(List.of(), this.base, faults));
    }

    /** Replaces a layer; for each service the strongest of its documents first. */
    public void put(Layer layer, Map<ServiceName, List<RuleDocument>> documents) {
        put(Map.of(layer, documents));
    }

    /** Replaces several layers at once: nobody sees one of them changed without the others. */
    public synchronized void put(Map<Layer, Map<ServiceName, List<RuleDocument>>> newLayers) {
        Set<ServiceName> touched = new TreeSet<>();
        newLayers.forEach((layer, documents) -> {
            Map<ServiceName, List<RuleDocument>> before = layers.put(layer, Map.copyOf(documents));
            touched.addAll(documents.keySet());
            touched.addAll(before == null ? Set.of() : before.keySet());
        });
        refresh(touched);
    }

    /** Replaces what a layer says of one service; the strongest document first. */
    public synchronized void put(Layer layer, ServiceName service, List<RuleDocument> documents) {
        Map<ServiceName, List<RuleDocument>> next = new HashMap<>(layers.getOrDefault(layer, Map.of()));
        if (documents.isEmpty()) {
            next.remove(service);
        } else {
            next.put(service, List.copyOf(documents));
        }
        layers.put(layer, Map.copyOf(next));
        refresh(Set.of(service));
    }

    private void refresh(Set<ServiceName> touched) {
        RuntimeException failed = null;
        for (ServiceName service : touched) {
            try {
                refresh(service);
            } catch (RuntimeException e) {
                // A listener's: the other services move on all the same.
                failed = e;
            }
        }
        byIdentity = inForce.values().stream()
                .anyMatch(agreement -> agreement.rules().rules().goByIdentity());
        if (failed != null) {
            throw failed;
        }
    }

    private void refresh(ServiceName service) {
        Map<Layer, List<RuleDocument>> said = new EnumMap<>(Layer.class);
        layers.forEach((layer, documents) -> {
            List<RuleDocument> its = documents.getOrDefault(service, List.of());
            if (!its.isEmpty()) {
                said.put(layer, its);
            }
        });
        Agreement before = agreement(service);
        Agreement next = said.isEmpty() ? unwritten : before.next(said, base, faults);
        if (said.isEmpty()) {
            inForce.remove(service);
        } else {
            inForce.put(service, next);
        }
        tell(service, before.rules().rules(), next.rules().rules());
    }

    /** Each listener for itself: one that throws keeps no other from hearing of the change. */
    private void tell(ServiceName service, ServiceRules before, ServiceRules now) {
        List<Runnable> told = new ArrayList<>();
        if (!now.equals(before)) {
            watchersOfAll.forEach(listener -> told.add(() -> listener.accept(service, now)));
        }
        watchers.getOrDefault(service, List.of()).forEach(watcher -> told.add(watcher::tell));
        RuntimeException failed = null;
        for (Runnable one : told) {
            try {
                one.run();
            } catch (RuntimeException e) {
                failed = e;
            }
        }
        if (failed != null) {
            throw failed;
        }
    }

    /** Every service of which something is said, by name. */
    public Set<ServiceName> services() {
        return new TreeSet<>(inForce.keySet());
    }

    /** Whether any rule goes by who a request is made for; who serves requests need not find out otherwise. */
    public boolean goesByIdentity() {
        return byIdentity || defaults().rules().goByIdentity();
    }

    /** The conditions that the application provides for rules to name. */
    public Conditions conditions() {
        return conditions;
    }

    /** What is in force for services of which nothing is said. */
    public EffectiveRules defaults() {
        return unwritten.rules();
    }

    /** What is in force for a service, and why. */
    public EffectiveRules effective(ServiceName service) {
        return agreement(service).rules();
    }

    private Agreement agreement(ServiceName service) {
        return inForce.getOrDefault(service, unwritten);
    }

    /** Why not everything that is said of the service is in force, or null if it is. */
    public @Nullable String problem(ServiceName service) {
        return agreement(service).problem();
    }

    /** Why what a layer says of the service is not in force, or null if it is, as far as no stronger layer hides it. */
    public @Nullable String problem(Layer layer, ServiceName service) {
        Agreement agreement = agreement(service);
        return agreement.refused().contains(layer) ? agreement.problem() : null;
    }

    /** The services of which not everything that is said is in force, and why. */
    public Map<ServiceName, String> problems() {
        Map<ServiceName, String> problems = new HashMap<>();
        inForce.forEach((service, agreement) -> {
            if (agreement.problem() != null) {
                problems.put(service, agreement.problem());
            }
        });
        return problems;
    }

    @Override
    public ServiceRules rules(ServiceName service) {
        return effective(service).rules();
    }

    @Override
    public Runnable watch(ServiceName service, Consumer<ServiceRules> listener) {
        Watcher watcher = new Watcher(service, listener);
        // First there, then told: a change that comes in between is told by one of the two.
        watchers.compute(service, (its, all) -> {
            List<Watcher> more = all == null ? new CopyOnWriteArrayList<>() : all;
            more.add(watcher);
            return more;
        });
        watcher.tell();
        whenWatched.accept(service);
        return () -> watchers.computeIfPresent(service, (its, all) -> {
            all.remove(watcher);
            return all.isEmpty() ? null : all;
        });
    }

    /**
     * Hears whose rules somebody begins to watch, those of now at once; again, if it is watched again. The listener
     * returns at once, on any thread.
     */
    public void whenWatched(Consumer<ServiceName> listener) {
        whenWatched = listener;
        watchers.keySet().forEach(listener);
    }

    /** Hands the rules of every service of which something is said to the listener, now and at each change. For good. */
    public synchronized void watchAll(BiConsumer<ServiceName, ServiceRules> listener) {
        watchersOfAll.add(listener);
        inForce.forEach((service, agreement) ->
                listener.accept(service, agreement.rules().rules()));
    }

    /** Who wants to know of a service's rules. */
    private final class Watcher {

        private final ServiceName service;
        private final Consumer<ServiceRules> listener;
        // Guarded by this: what the listener has taken.
        private @Nullable ServiceRules told;

        Watcher(ServiceName service, Consumer<ServiceRules> listener) {
            this.service = service;
            this.listener = listener;
        }

        /** Hands over what is in force now, read when it is this one's turn: so nobody ends with anything older. */
        synchronized void tell() {
            ServiceRules now = rules(service);
            if (!now.equals(told)) {
                listener.accept(now);
                told = now;
            }
        }
    }
}
