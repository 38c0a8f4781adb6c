package dev.weft.mesh.rules;

import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.resilience.RetryPolicy;
import dev.weft.mesh.resilience.Timeouts;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where certain requests go, and what happens to them.
 *
 * @param name for people, or null
 * @param matches of which a request must meet one; none: every request is meant
 * @param to the destinations and their shares; none where the route answers by itself
 * @param sticky what keeps a request on its side of the split, or null
 * @param actions what else is done
 * @param timeouts before the service's, or null
 * @param retry before the service's, or null
 */
public record Route(
        @Nullable String name,
        List<RequestMatch> matches,
        List<RouteTarget> to,
        @Nullable RequestKey sticky,
        Actions actions,
        @Nullable RouteTimeouts timeouts,
        @Nullable RouteRetry retry) {

    private static final int MAX_DESTINATIONS = 64;

    public Route {
        matches = List.copyOf(matches);
        to = List.copyOf(to);
        if (to.size() > MAX_DESTINATIONS) {
            throw new IllegalArgumentException(
                    "to: " + to.size() + " destinations (expected: at most " + MAX_DESTINATIONS + ")");
        }
        if (to.stream().allMatch(target -> target.weight() == 0) && actions.redirect() == null) {
            throw new IllegalArgumentException("to: route to " + to
                    + " (expected: at least one destination with a weight above 0, or a redirect)");
        }
        if (!to.isEmpty() && actions.redirect() != null) {
            throw new IllegalArgumentException("to: a destination beside a redirect (expected: one of them)");
        }
        if (actions.rewrite() != null) {
            checkPrefix("rewrite", actions.rewrite().path(), matches);
        }
        if (actions.redirect() != null) {
            checkPrefix("redirect", actions.redirect().path(), matches);
        }
    }

    /** Everybody whom the route names besides the service that it is of: destinations, receivers of copies, who stands in. */
    public Set<ServiceName> others() {
        Stream<@Nullable ServiceName> receivers = Stream.concat(
                to.stream().map(RouteTarget::service),
                actions.mirrors().stream().map(Mirror::service));
        ServiceName standIn = actions.fallback() instanceof Fallback.To instead ? instead.service() : null;
        return Stream.concat(receivers, Stream.ofNullable(standIn))
                .filter(Objects::nonNull)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What replaces a prefix needs to know which. */
    private static void checkPrefix(String action, @Nullable PathRewrite path, List<RequestMatch> matches) {
        boolean prefixed = matches.stream().allMatch(match -> match.path() instanceof PathMatch.Prefix);
        if (path instanceof PathRewrite.ReplacePrefix by && !prefixed) {
            throw new IllegalArgumentException(action + ".path-prefix: \"" + by.prefix()
                    + "\" where a match is not by a prefix (expected: matches by path-prefix only)");
        }
    }

    /** A route for every request. */
    public static Route to(List<RouteTarget> to) {
        return new Route(null, List.of(), to, null, Actions.NONE, null, null);
    }

    /** The matches of which a request must meet one; {@link RequestMatch#ANY} where the route names none. */
    List<RequestMatch> matchesOrAny() {
        return matches.isEmpty() ? List.of(RequestMatch.ANY) : matches;
    }

    public Route withMatches(List<RequestMatch> newMatches) {
        return new Route(name, newMatches, to, sticky, actions, timeouts, retry);
    }

    public Route withActions(Actions newActions) {
        return new Route(name, matches, to, sticky, newActions, timeouts, retry);
    }

    public Route withSticky(@Nullable RequestKey newSticky) {
        return new Route(name, matches, to, newSticky, actions, timeouts, retry);
    }

    public Route withPolicies(@Nullable RouteTimeouts newTimeouts, @Nullable RouteRetry newRetry) {
        return new Route(name, matches, to, sticky, actions, newTimeouts, newRetry);
    }

    /** The timeouts of its calls. */
    Timeouts timeouts(Timeouts service) {
        return timeouts == null ? service : timeouts.orElse(service);
    }

    /** The retries of its calls. */
    RetryPolicy retry(RetryPolicy service) {
        return retry == null ? service : retry.orElse(service);
    }
}
