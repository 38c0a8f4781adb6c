package dev.weft.mesh.document.service;

import static dev.weft.mesh.document.service.InvalidRuleException.checked;

import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.model.Subset;
import dev.weft.mesh.rules.Actions;
import dev.weft.mesh.rules.Conditions;
import dev.weft.mesh.rules.RequestMatch;
import dev.weft.mesh.rules.Route;
import dev.weft.mesh.rules.RouteRetry;
import dev.weft.mesh.rules.RouteTarget;
import dev.weft.mesh.rules.RouteTimeouts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns routes as they are written into rules, and names the property that can't be. */
final class RouteMapper {

    private RouteMapper() {}

    /**
     * The routes.
     *
     * @param path of the property that holds them
     * @param conditions that the application provides
     */
    static List<Route> routes(String path, List<RouteProperties> from, Conditions conditions) {
        List<Route> routes = new ArrayList<>();
        for (int i = 0; i < from.size(); i++) {
            routes.add(route(path + "[" + i + "]", from.get(i), conditions));
        }
        return routes;
    }

    private static Route route(String path, RouteProperties from, Conditions conditions) {
        List<RequestMatch> matches = matches(path, from, conditions);
        List<RouteTarget> to = new ArrayList<>();
        for (int i = 0; i < from.getTo().size(); i++) {
            ShareProperties share = from.getTo().get(i);
            to.add(checked(path + ".to[" + i + "]", () -> target(share)));
        }
        KeyProperties sticky = from.getSticky();
        RouteRetryProperties retry = from.getRetry();
        boolean timed = from.getTimeout() != null || from.getAttemptTimeout() != null;
        Actions actions = ActionsMapper.actions(path, from);
        return checked(
                path,
                () -> new Route(
                        from.getName(),
                        matches,
                        to,
                        sticky == null ? null : checked(path + ".sticky", () -> Keys.of(sticky)),
                        actions,
                        timed ? new RouteTimeouts(from.getTimeout(), from.getAttemptTimeout()) : null,
                        retry == null ? null : retry(retry)));
    }

    private static List<RequestMatch> matches(String path, RouteProperties from, Conditions conditions) {
        List<RequestMatch> matches = new ArrayList<>();
        MatchProperties match = from.getMatch();
        if (match != null) {
            matches.add(checked(path + ".match", () -> MatchMapper.match(match, conditions)));
        }
        for (int i = 0; i < from.getMatches().size(); i++) {
            MatchProperties alternative = from.getMatches().get(i);
            matches.add(checked(path + ".matches[" + i + "]", () -> MatchMapper.match(alternative, conditions)));
        }
        return matches;
    }

    private static RouteTarget target(ShareProperties from) {
        return new RouteTarget(
                service(from),
                subset(from),
                from.getWeight() == null ? 1 : from.getWeight(),
                ActionsMapper.edits(from.getRequestHeaders()),
                ActionsMapper.edits(from.getResponseHeaders()),
                null);
    }

    static @Nullable ServiceName service(DestinationProperties from) {
        return from.getService() == null ? null : ServiceName.of(from.getService());
    }

    static Subset subset(DestinationProperties from) {
        Map<String, String> labels = new LinkedHashMap<>(from.getMetadata());
        if (from.getVersion() != null) {
            labels.put("version", from.getVersion());
        }
        return new Subset(labels);
    }

    static RouteRetry retry(RouteRetryProperties from) {
        return new RouteRetry(
                from.getAttempts(),
                from.getStatuses(),
                from.getOnReset(),
                from.getOnTimeout(),
                from.getAnyMethod(),
                from.getBackoffBase(),
                from.getBackoffMax());
    }
}
