package dev.weft.registry.kubernetes;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The status of an HTTPRoute as it should be: our entry for each parent that is a Service, and all others' as they are. */
final class RouteStatus {

    static final String CONTROLLER = "weft.dev/registry";

    /** The API server refuses longer ones. */
    private static final int LONGEST = 32_768;

    private final HttpRoute route;
    private final String now;

    RouteStatus(HttpRoute route, Instant now) {
        this.route = route;
        this.now = now.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /**
     * What to write.
     *
     * @param verdicts of each parent, in the route's order
     * @return all parents' entries, or null if they are there already
     */
    @Nullable
    List<Map<String, Object>> with(Map<HttpRoute.Parent, Verdict> verdicts) {
        List<Map<String, Object>> entries = new ArrayList<>(route.status());
        entries.removeIf(RouteStatus::isOurs);
        verdicts.forEach((parent, verdict) -> entries.add(entry(parent, verdict)));
        return sameInAnyOrder(entries, route.status()) ? null : entries;
    }

    /** What it should say, without the times since when. */
    String words(Map<HttpRoute.Parent, Verdict> verdicts) {
        List<Map<String, Object>> entries = new ArrayList<>();
        verdicts.forEach((parent, verdict) -> {
            Map<String, Object> entry = entry(parent, verdict);
            Json.maps(entry.get("conditions")).forEach(condition -> {
                Map<String, Object> timeless = new LinkedHashMap<>(condition);
                timeless.remove("lastTransitionTime");
                entries.add(timeless);
            });
            entries.add(parent.reference());
        });
        return String.join("\n", texts(entries));
    }

    /** Whether something was said of it already. */
    boolean isThere() {
        return route.status().stream().anyMatch(RouteStatus::isOurs);
    }

    private Map<String, Object> entry(HttpRoute.Parent parent, Verdict verdict) {
        List<Map<String, Object>> before = route.status().stream()
                .filter(entry -> isOurs(entry) && parent.reference().equals(entry.get("parentRef")))
                .findFirst()
                .map(entry -> Json.maps(entry.get("conditions")))
                .orElse(List.of());
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("parentRef", parent.reference());
        entry.put("controllerName", CONTROLLER);
        entry.put(
                "conditions",
                List.of(
                        condition("Accepted", verdict.accepted(), verdict.reason(), verdict.message(), before),
                        resolvedRefs(before)));
        return entry;
    }

    /** Whether there is such a Service is no question: an instance may be about to start, and the mesh tells its callers. */
    private Map<String, Object> resolvedRefs(List<Map<String, Object>> before) {
        Object own = route.resource().getMetadata().getNamespace();
        for (Map<String, Object> backend : route.backends()) {
            Object kind = backend.getOrDefault("kind", "Service");
            Object group = backend.getOrDefault("group", "");
            Object namespace = backend.getOrDefault("namespace", own);
            if (!kind.equals("Service") || !group.equals("")) {
                String message = kind + " of group \"" + group + "\" is no destination: only a Service is";
                return condition("ResolvedRefs", false, "InvalidKind", message, before);
            }
            if (!namespace.equals(own)) {
                String message = "Service " + backend.get("name") + " is of namespace \"" + namespace
                        + "\" (expected: the route's own)";
                return condition("ResolvedRefs", false, "RefNotPermitted", message, before);
            }
        }
        return condition(
                "ResolvedRefs", true, "ResolvedRefs", "every destination is a Service of this namespace", before);
    }

    /** Its time is that of the last change of its status, not of its words. */
    private Map<String, Object> condition(
            String type, boolean holds, String reason, String message, List<Map<String, Object>> before) {
        String status = holds ? "True" : "False";
        Object since = before.stream()
                .filter(old -> type.equals(old.get("type")) && status.equals(old.get("status")))
                .map(old -> old.get("lastTransitionTime"))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(now);
        Map<String, Object> condition = new LinkedHashMap<>();
        condition.put("type", type);
        condition.put("status", status);
        condition.put("reason", reason);
        condition.put("message", message.length() > LONGEST ? message.substring(0, LONGEST) : message);
        condition.put("observedGeneration", route.generation());
        condition.put("lastTransitionTime", since);
        return condition;
    }

    private static boolean isOurs(Map<String, Object> entry) {
        return CONTROLLER.equals(entry.get("controllerName"));
    }

    /** As text: 1 is 1, whether it came as an int or as a long. */
    private static boolean sameInAnyOrder(List<Map<String, Object>> some, List<Map<String, Object>> others) {
        return texts(some).equals(texts(others));
    }

    private static List<String> texts(List<Map<String, Object>> entries) {
        return entries.stream().map(HttpRoute::json).sorted().toList();
    }
}
