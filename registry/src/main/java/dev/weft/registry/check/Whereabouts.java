package dev.weft.registry.check;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.Choice;
import dev.weft.mesh.rules.RouteTarget;
import dev.weft.mesh.rules.ServiceRules;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a request goes by a service's rules, and why.
 *
 * @param route the place of the route among the service's, as {@code routes[1]}, or null if none takes the request
 * @param match which of the route's matches takes it, in words
 * @param to the destinations, in the order of the route; none if the request goes nowhere
 * @param answer what the caller gets without any destination being asked: a redirect, or 404; null if one is
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Whereabouts(
        @Nullable String route,
        String match,
        List<Destination> to,
        @Nullable String answer) {

    /** By rules that this registry can't read: a newer one has stored them. */
    static final Whereabouts UNKNOWN =
            new Whereabouts(null, "what is stored can't be read by this registry", List.of(), null);

    private static final double HUNDRED = 100;
    private static final double TENTHS = 10;

    public Whereabouts {
        to = List.copyOf(to);
    }

    static Whereabouts of(Choice choice, CallRequest request, ServiceRules rules) {
        ServiceName service = request.service();
        if (choice.route() == null) {
            return choice.destination() == Choice.NOWHERE
                    ? new Whereabouts(null, "no route takes it", List.of(), "404")
                    : new Whereabouts(
                            null, "there are no routes", List.of(new Destination(service.value(), HUNDRED)), null);
        }
        String location = choice.location(request);
        return new Whereabouts(
                "routes[" + rules.routes().indexOf(choice.route()) + "]",
                choice.match().toString(),
                location == null ? shares(choice.route().to(), service) : List.of(),
                location == null ? null : choice.redirectStatus() + " to " + location);
    }

    private static List<Destination> shares(List<RouteTarget> targets, ServiceName service) {
        double whole = targets.stream().mapToDouble(RouteTarget::weight).sum();
        return targets.stream()
                .filter(target -> target.weight() > 0)
                .map(target -> new Destination(name(target, service), percent(target.weight() / whole)))
                .toList();
    }

    private static String name(RouteTarget target, ServiceName service) {
        if (target.problem() != null) {
            return "nowhere: " + target.problem();
        }
        return target.toString().isEmpty() ? service.value() : target.toString();
    }

    /** To a tenth. */
    private static double percent(double share) {
        return Math.round(share * HUNDRED * TENTHS) / TENTHS;
    }

    /** Whether requests of this kind go elsewhere, whichever the route is that says so. */
    boolean differsFrom(Whereabouts other) {
        return !to.equals(other.to) || !Objects.equals(answer, other.answer);
    }
}
