package dev.weft.registry.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells HTTPRoutes what has become of them. One that can't be told keeps nobody else from it. What was said once is not said
 * again where another peer, of another version, has said it in its own words. Of the looking thread.
 */
final class StatusWriter {

    private static final int TOO_MANY = 429;

    private final RouteApi api;
    private Map<String, String> told = new HashMap<>();
    private Set<String> overtaken = new HashSet<>();

    /**
     * What has come of it.
     *
     * @param problems of routes that could not be told
     * @param again whether a route has changed meanwhile
     */
    record Outcome(List<String> problems, boolean again) {

        Outcome {
            problems = List.copyOf(problems);
        }
    }

    StatusWriter(RouteApi api) {
        this.api = api;
    }

    /**
     * Writes what is not there yet.
     *
     * @throws KubernetesClientException if nobody can be told
     */
    Outcome write(Map<HttpRoute, Map<HttpRoute.Parent, Verdict>> verdicts, Instant now) {
        Map<String, String> said = new HashMap<>();
        Set<String> tooLate = new HashSet<>();
        List<String> problems = new ArrayList<>();
        verdicts.forEach((route, its) -> {
            RouteStatus status = new RouteStatus(route, now);
            String words = status.words(its);
            List<Map<String, Object>> entries = status.with(its);
            boolean isTold = status.isThere() && words.equals(told.get(route.id()));
            if (entries == null || isTold || write(route, entries, tooLate, problems)) {
                said.put(route.id(), words);
            }
        });
        boolean again = !tooLate.isEmpty();
        told = said;
        overtaken = tooLate;
        return new Outcome(problems, again);
    }

    private boolean write(
            HttpRoute route, List<Map<String, Object>> entries, Set<String> tooLate, List<String> problems) {
        try {
            api.writeStatus(route, entries);
            return true;
        } catch (KubernetesClientException e) {
            if (!isOfTheRoute(e.getCode())) {
                throw e;
            }
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                tooLate.add(route.id());
            }
            boolean isFirst = tooLate.contains(route.id()) && !overtaken.contains(route.id());
            // Gone meanwhile: the next list tells.
            if (!isFirst && e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                problems.add("HTTPRoute " + route.name() + ": its status can't be written: "
                        + Trouble.words(e, api.namespace()));
            }
            return false;
        }
    }

    private static boolean isOfTheRoute(int code) {
        return code >= HttpURLConnection.HTTP_BAD_REQUEST
                && code < HttpURLConnection.HTTP_INTERNAL_ERROR
                && code != HttpURLConnection.HTTP_UNAUTHORIZED
                && code != TOO_MANY;
    }
}
