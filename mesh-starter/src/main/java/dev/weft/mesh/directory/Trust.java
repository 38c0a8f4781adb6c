package dev.weft.mesh.directory;

import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.ServiceName;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What is believed of one source's answers.
 *
 * <p>A registry that lost its memory, or that was cut off from the services, answers with too little, politely. So an
 * answer in which more than half of a service's endpoints are missing is doubtful: the missing ones are held, and go
 * when three further answers, or another source, leave them out too, or when they fail. One that answers requests itself
 * is there whatever a registry says, which may be what is cut off: it is held also if it is missing alone, and it takes many
 * more answers to give it up, unless another service has come to have its address. An answer without a single endpoint
 * confirms nothing, however often it comes. Who said that it is down, or left on purpose, is not missing.
 *
 * <p>An address that is named again under another id is the same place after a restart, not missing. What comes from
 * the disk is a guess: it gives way at once to an answer that names at least half as many endpoints.
 *
 * <p>No clock, no I/O; not safe for use by several threads.
 */
final class Trust {

    /** Answers, beyond the first doubtful one, that must leave an endpoint out before it goes. */
    private static final int CONFIRMATIONS = 3;

    /** The same for an endpoint that answers requests: ten minutes of fetches as often as they are made by default. */
    private static final int CONFIRMATIONS_AGAINST_ANSWERS = 120;

    private final Map<ServiceName, Belief> beliefs = new HashMap<>();

    /** Starts from what the source said in an earlier life of this process. */
    Trust(Map<ServiceName, List<Endpoint>> lastKnownGood) {
        lastKnownGood.forEach(
                (service, endpoints) -> beliefs.put(service, new Belief(byAddress(endpoints), Map.of(), true)));
    }

    /**
     * Takes an answer in.
     *
     * @param experience what this process itself finds of endpoints
     * @return the services about which something changed
     */
    Set<ServiceName> answer(SourceAnswer answer, Function<Endpoint.Key, Experience> experience) {
        Set<ServiceName> named = new HashSet<>(answer.services().keySet());
        if (answer.complete()) {
            named.addAll(beliefs.keySet());
        }
        Set<ServiceName> changed = new HashSet<>();
        for (ServiceName service : named) {
            Belief before = beliefs.getOrDefault(service, Belief.NOTHING);
            Map<String, Endpoint> stated = byAddress(answer.services().getOrDefault(service, List.of()));
            Belief after = answer.partial().contains(service)
                    ? before.with(stated, answer.cancelled())
                    : instead(before, stated, answer, experience);
            after.held.values().removeIf(holding -> experience.apply(holding.endpoint.key()) == Experience.FAILING);
            if (replace(service, before, after)) {
                changed.add(service);
            }
        }
        changed.addAll(dropMoved());
        return changed;
    }

    /** Whatever answers at an address that another service has by now is that one. */
    private Set<ServiceName> dropMoved() {
        Set<ServiceName> doubtful = doubtful().keySet();
        if (doubtful.isEmpty()) {
            return Set.of();
        }
        Set<String> stated = new HashSet<>();
        beliefs.values().forEach(belief -> stated.addAll(belief.stated.keySet()));
        Set<ServiceName> changed = new HashSet<>();
        for (ServiceName service : doubtful) {
            // What it states itself it does not hold.
            Belief before = of(service);
            Map<String, Held> held = new LinkedHashMap<>(before.held);
            held.keySet().removeAll(stated);
            if (replace(service, before, new Belief(before.stated, held, before.guess))) {
                changed.add(service);
            }
        }
        return changed;
    }

    /**
     * Takes in what another source says of a service: whom it leaves out as well is held no longer.
     *
     * @return whether something changed
     */
    boolean confirm(ServiceName service, Collection<Endpoint> stated) {
        Belief before = beliefs.get(service);
        if (before == null || before.held.isEmpty()) {
            return false;
        }
        Map<String, Held> held = new LinkedHashMap<>(before.held);
        held.keySet().retainAll(byAddress(stated).keySet());
        return replace(service, before, new Belief(before.stated, held, before.guess));
    }

    /** What to believe of the service. */
    Belief of(ServiceName service) {
        return beliefs.getOrDefault(service, Belief.NOTHING);
    }

    /** The services that have any endpoint. */
    Set<ServiceName> services() {
        return Set.copyOf(beliefs.keySet());
    }

    /** The services of which endpoints are held. */
    Map<ServiceName, Integer> doubtful() {
        Map<ServiceName, Integer> doubtful = new HashMap<>();
        beliefs.forEach((service, belief) -> {
            if (belief.doubtful() > 0) {
                doubtful.put(service, belief.doubtful());
            }
        });
        return doubtful;
    }

    private static Belief instead(
            Belief before,
            Map<String, Endpoint> stated,
            SourceAnswer answer,
            Function<Endpoint.Key, Experience> experience) {
        Map<String, Endpoint> missing = missing(before, stated, answer.cancelled());
        return new Belief(stated, hold(before, stated, missing, answer.confirms(), experience), false);
    }

    private boolean replace(ServiceName service, Belief before, Belief after) {
        if (after.isEmpty()) {
            return beliefs.remove(service) != null;
        }
        beliefs.put(service, after);
        return !after.equals(before);
    }

    private static Map<String, Endpoint> missing(
            Belief before, Map<String, Endpoint> stated, Set<Endpoint.Key> cancelled) {
        Map<String, Endpoint> missing = before.up();
        missing.keySet().removeAll(stated.keySet());
        missing.values().removeIf(endpoint -> cancelled.contains(endpoint.key()));
        return missing;
    }

    private static Map<String, Held> hold(
            Belief before,
            Map<String, Endpoint> stated,
            Map<String, Endpoint> missing,
            boolean confirms,
            Function<Endpoint.Key, Experience> experience) {
        int believed = before.up().size();
        boolean doubtful = before.guess ? stated.size() * 2 < believed : missing.size() * 2 > believed;
        Map<String, Held> held = new LinkedHashMap<>();
        missing.forEach((address, endpoint) -> {
            Held earlier = before.held.get(address);
            if (earlier == null && (doubtful || experience.apply(endpoint.key()) == Experience.ANSWERING)) {
                held.put(address, new Held(endpoint, 0));
            } else if (earlier != null && !confirms) {
                held.put(address, earlier);
            } else if (earlier != null && earlier.confirmations + 1 < needed(experience.apply(endpoint.key()))) {
                held.put(address, new Held(endpoint, earlier.confirmations + 1));
            }
        });
        return held;
    }

    private static int needed(Experience experience) {
        return experience == Experience.ANSWERING ? CONFIRMATIONS_AGAINST_ANSWERS : CONFIRMATIONS;
    }

    private static Map<String, Endpoint> byAddress(Collection<Endpoint> endpoints) {
        Map<String, Endpoint> byAddress = new LinkedHashMap<>();
        endpoints.forEach(endpoint -> byAddress.put(endpoint.address(), endpoint));
        return byAddress;
    }

    /** An endpoint that the source no longer names. */
    private record Held(Endpoint endpoint, int confirmations) {}

    /** What is believed of a service, by address: what the source states, and what is held against its silence. */
    record Belief(Map<String, Endpoint> stated, Map<String, Held> held, boolean guess) {

        private static final Belief NOTHING = new Belief(Map.of(), Map.of(), false);

        boolean isEmpty() {
            return stated.isEmpty() && held.isEmpty();
        }

        /** How many endpoints are in use although the source no longer names them. */
        int doubtful() {
            return held.size();
        }

        /** Every endpoint, by address. */
        Map<String, Endpoint> endpoints() {
            Map<String, Endpoint> all = new LinkedHashMap<>(stated);
            held.forEach((address, holding) -> all.put(address, holding.endpoint));
            return all;
        }

        /** This, and what is stated beside it, without those who left on purpose. */
        private Belief with(Map<String, Endpoint> more, Set<Endpoint.Key> cancelled) {
            Map<String, Endpoint> allStated = new LinkedHashMap<>(stated);
            allStated.values().removeIf(endpoint -> cancelled.contains(endpoint.key()));
            allStated.putAll(more);
            Map<String, Held> stillHeld = new LinkedHashMap<>(held);
            stillHeld.values().removeIf(holding -> cancelled.contains(holding.endpoint.key()));
            stillHeld.keySet().removeAll(more.keySet());
            return new Belief(allStated, stillHeld, guess);
        }

        private Map<String, Endpoint> up() {
            Map<String, Endpoint> up = endpoints();
            up.values().removeIf(endpoint -> endpoint.status() != Endpoint.Status.UP);
            return up;
        }
    }
}
