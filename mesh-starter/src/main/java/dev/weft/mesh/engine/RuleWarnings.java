package dev.weft.mesh.engine;

import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.model.Subset;
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
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What in the rules is probably not meant, or not yet: destinations that nobody has registered, for instance. Nothing of
 * it is refused, since an instance may be about to start.
 */
public final class RuleWarnings {

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
            List<Route> routes = effective.rules().routes();
            for (int i = 0; i < routes.size(); i++) {
                check(service, routes.get(i), "routes[" + i + "]", warnings);
            }
        }
        return List.copyOf(warnings);
    }

    private void check(ServiceName service, Route route, String where, List<String> warnings) {
        for (int i = 0; i < route.to().size(); i++) {
            RouteTarget target = route.to().get(i);
            if (target.problem() == null) {
                check(service, target.service(), target.subset(), where + ".to[" + i + "]", warnings);
            }
        }
        for (Mirror mirror : route.actions().mirrors()) {
            check(service, mirror.service(), mirror.subset(), where + ".mirror", warnings);
        }
        if (route.actions().fallback() instanceof Fallback.To to) {
            check(service, to.service(), to.subset(), where + ".fallback.to", warnings);
        }
    }

    private void check(
            ServiceName own, @Nullable ServiceName named, Subset subset, String where, List<String> warnings) {
        ServiceName service = named == null ? own : named;
        if (!directory.knows(service)) {
            // Of the service itself nothing is said: one that is never called needs no instances.
            if (named != null) {
                warnings.add(where + ": no service " + service + " is registered; "
                        + Names.nearest(service, directory.known()));
            }
            return;
        }
        List<Endpoint> endpoints = directory.endpoints(service).endpoints();
        if (endpoints.stream().noneMatch(subset::matches)) {
            warnings.add(where + ": no instance of " + service
                    + (subset.labels().isEmpty() ? "" : " with " + subset) + " is registered"
                    + registered(endpoints, subset));
        }
    }

    /** What there is instead. */
    private static String registered(List<Endpoint> endpoints, Subset subset) {
        if (endpoints.isEmpty()) {
            return "";
        }
        return "; there are some with "
                + subset.labels().keySet().stream()
                        .sorted()
                        .map(label -> label + " "
                                + endpoints.stream()
                                        .map(endpoint -> String.valueOf(endpoint.label(label)))
                                        .collect(Collectors.toCollection(TreeSet::new))
                                        .stream()
                                        .collect(Collectors.joining(" or ")))
                        .collect(Collectors.joining(" and "));
    }
}
