package dev.weft.mesh.engine;

import dev.weft.mesh.model.Subset;
import dev.weft.mesh.rules.DestinationKey;
import dev.weft.mesh.rules.Fallback;
import dev.weft.mesh.rules.Route;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which parts of services calls get by the rules of other services, or as a fallback. The rules that are called by know
 * them by name only, and whose part it is keeps something for each that it was asked for: it hears from here which ones
 * nobody names any more.
 */
final class Visits {

    private Visits() {}

    /** Lets the parts go that rules have named, and do no longer. A call that still goes by old rules may bring one back. */
    static void review(Collection<Destination> destinations) {
        if (destinations.stream().allMatch(destination -> destination.guests().isEmpty())) {
            return;
        }
        // In this order: whoever is led here by rules that are newer than what is read of them is no guest yet.
        Map<Destination, Set<Subset>> guests = new HashMap<>();
        destinations.forEach(destination -> guests.put(destination, destination.guests()));
        Set<DestinationKey> named = new HashSet<>();
        destinations.forEach(destination -> addTo(named, destination));
        guests.forEach((destination, subsets) -> destination.dismissGuests(subsets.stream()
                .filter(subset -> !named.contains(new DestinationKey(destination.service(), subset)))
                .collect(Collectors.toSet())));
    }

    private static void addTo(Set<DestinationKey> named, Destination destination) {
        for (DestinationKey key : destination.world().rules().destinations()) {
            add(named, key, destination);
        }
        for (Route route : destination.rules().routes()) {
            if (route.actions().fallback() instanceof Fallback.To to) {
                add(named, to.key(), destination);
            }
        }
    }

    private static void add(Set<DestinationKey> named, DestinationKey key, Destination by) {
        Subset subset = key.subset();
        named.add(key.service() == null ? new DestinationKey(by.service(), subset) : key);
    }
}
