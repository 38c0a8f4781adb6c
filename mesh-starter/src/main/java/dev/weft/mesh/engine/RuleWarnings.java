package dev.weft.mesh.engine;

import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.model.Subset;
import dev.weft.mesh.rules.DestinationKey;
import dev.weft.mesh.rules.EffectiveRules;
import dev.weft.mesh.rules.Fallback;
import dev.weft.mesh.rules.Mirror;
import dev.weft.mesh.rules.Route;
import dev.weft.mesh.rules.RouteTarget;
import dev.weft.mesh.rules.RuleBook;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What in the rules is probably not meant, or not yet: destinations that nobody has registered, for instance. Nothing of
 * it is refused, since an instance may be about to start.
 */
public final class RuleWarnings {

    private static final int SHOWN = 5;

    private final RuleBook book;
    private final EndpointDirectory directory;

    public RuleWarnings(RuleBook book, EndpointDirectory directory) {
        this.book = book;
        this.directory = directory;
    }

    /** What is to be said of every service with rules, by its name; nothing of those that are all right. */
    public Map<ServiceName, List<String>> all() {
        Map<ServiceName, List<String>> all = new LinkedHashMap<>();
        book.services().forEach(service -> {
            List<String> its = of(service);
            if (!its.isEmpty()) {
                all.put(service, its);
            }
        });
        return all;
    }

    /** What is to be said of a service's rules. */
    public List<String> of(ServiceName service) {
        EffectiveRules effective = book.effective(service);
        List<String> warnings = new ArrayList<>(effective.warnings());
        if (directory.answered()) {
            Map<DestinationKey, List<String>> named =
                    named(service, effective.rules().routes());
            named.forEach((destination, places) -> {
                String words = missing(service, destination);
                if (words != null) {
                    warnings.add(places(places) + ": " + words);
                }
            });
        }
        return List.copyOf(warnings);
    }

    /** The destinations that the routes name, each with the places where they do. */
    private static Map<DestinationKey, List<String>> named(ServiceName service, List<Route> routes) {
        Map<DestinationKey, List<String>> named = new LinkedHashMap<>();
        for (int i = 0; i < routes.size(); i++) {
            Route route = routes.get(i);
            String where = "routes[" + i + "].";
            for (int j = 0; j < route.to().size(); j++) {
                RouteTarget target = route.to().get(j);
                if (target.problem() == null) {
                    add(named, service, target.service(), target.subset(), where + "to[" + j + "]");
                }
            }
            List<Mirror> mirrors = route.actions().mirrors();
            for (int j = 0; j < mirrors.size(); j++) {
                add(named, service, mirrors.get(j).service(), mirrors.get(j).subset(), where + "mirror[" + j + "]");
            }
            if (route.actions().fallback() instanceof Fallback.To to) {
                add(named, service, to.service(), to.subset(), where + "fallback.to");
            }
        }
        return named;
    }

    private static void add(
            Map<DestinationKey, List<String>> to,
            ServiceName own,
            @Nullable ServiceName named,
            Subset subset,
            String where) {
        ServiceName service = named == null ? own : named;
        to.computeIfAbsent(new DestinationKey(service, subset), its -> new ArrayList<>())
                .add(where);
    }

    /** Why nobody would get its requests, or null if somebody would. */
    private @Nullable String missing(ServiceName own, DestinationKey destination) {
        ServiceName service = Objects.requireNonNull(destination.service());
        if (service.isOutside()) {
            // Nobody registers it, and its addresses are looked up when it is called.
            return directory.refusal(service);
        }
        if (!directory.knows(service)) {
            // Of the service itself nothing is said: one that is never called needs no instances.
            return service.equals(own)
                    ? null
                    : "no service " + service + " is registered; " + Names.nearest(service, directory.known());
        }
        Subset subset = destination.subset();
        List<Endpoint> endpoints = directory.endpoints(service).endpoints();
        if (endpoints.stream().anyMatch(subset::matches)) {
            return null;
        }
        return "no instance of " + service + (subset.labels().isEmpty() ? "" : " with " + subset) + " is registered"
                + (endpoints.isEmpty() ? "" : "; there are some with " + instead(endpoints, subset));
    }

    private static String instead(List<Endpoint> endpoints, Subset subset) {
        return subset.labels().keySet().stream()
                .sorted()
                .map(label -> label + " " + values(endpoints, label))
                .collect(Collectors.joining(" and "));
    }

    private static String values(List<Endpoint> endpoints, String label) {
        return endpoints.stream()
                .map(endpoint -> String.valueOf(endpoint.label(label)))
                .distinct()
                .sorted()
                .limit(SHOWN)
                .collect(Collectors.joining(" or "));
    }

    private static String places(List<String> places) {
        String first = places.stream().limit(SHOWN).collect(Collectors.joining(", "));
        return places.size() <= SHOWN ? first : first + " and " + (places.size() - SHOWN) + " more";
    }
}
