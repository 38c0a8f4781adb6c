package dev.weft.mesh.actuate;

import dev.weft.mesh.resilience.Timeouts;
import dev.weft.mesh.rules.Route;
import dev.weft.mesh.rules.ServiceRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The rules in force, in short.
 *
 * @param routes for each route the destinations and their weights; none: all endpoints
 * @param timeout of the whole call in words
 * @param attemptTimeout in words
 * @param attempts at most, the first included
 * @param retryOn what is tried again, for requests that may be repeated
 * @param retryBudget in words
 * @param ejectAfterFailures so many failures in a row eject an endpoint; 0: none do
 * @param affinity what keeps equal requests at one endpoint, in words; "none"
 * @param apertureFrom from so many endpoints on, this client uses only its part of them; 0: it never does
 * @param health how endpoints are checked that get no requests, in words; "none"
 */
public record RulesView(
        List<Map<String, Integer>> routes,
        String timeout,
        String attemptTimeout,
        int attempts,
        List<String> retryOn,
        String retryBudget,
        int ejectAfterFailures,
        String affinity,
        int apertureFrom,
        String health) {

    static RulesView of(ServiceRules rules) {
        return new RulesView(
                rules.routes().stream().map(RulesView::shares).toList(),
                whole(rules.timeouts()),
                words(rules.timeouts().attempt(), "what is left, shared among the attempts left"),
                rules.retry().attempts(),
                retryOn(rules),
                rules.budget().ratioPercent() + "% of the requests and "
                        + rules.budget().minPerSecond() + " a second",
                rules.outliers().consecutiveFailures(),
                rules.affinity() == null ? "none" : rules.affinity().toString(),
                rules.balance().apertureFrom(),
                rules.health() == null ? "none" : rules.health().toString());
    }

    private static Map<String, Integer> shares(Route route) {
        Map<String, Integer> shares = new LinkedHashMap<>();
        route.to().forEach(destination -> shares.merge(destination.toString(), destination.weight(), Integer::sum));
        return shares;
    }

    /** How a part of a service is called: the whole has no labels. */
    static String name(String subset) {
        return subset.isEmpty() ? "all" : subset;
    }

    private static String whole(Timeouts timeouts) {
        String unset = words(timeouts.head(), "") + " to the head, then " + words(timeouts.idle(), "") + " of silence";
        return words(timeouts.total(), unset);
    }

    private static String words(@Nullable Duration duration, String unset) {
        if (duration == null) {
            return unset;
        }
        return duration.isZero() ? "none" : duration.toMillis() + " ms";
    }

    private static List<String> retryOn(ServiceRules rules) {
        List<String> on = new ArrayList<>();
        new TreeSet<>(rules.retry().statuses()).forEach(status -> on.add(status.toString()));
        on.add("connect-failed");
        if (rules.retry().onReset()) {
            on.add("reset");
        }
        if (rules.retry().onTimeout()) {
            on.add("timeout");
        }
        return on;
    }
}
