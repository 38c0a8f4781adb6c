package dev.weft.registry.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class RouteStatusTests {

    private static final Instant EARLIER = Instant.parse("2026-01-01T10:00:00Z");
    private static final Instant NOW = Instant.parse("2026-01-01T11:00:00.5Z");
    private static final Verdict GOOD = new Verdict(true, "Accepted", "in force", false);
    private static final Verdict HIDDEN = new Verdict(true, "Accepted", "hidden", true);
    private static final Verdict BAD = new Verdict(false, "UnsupportedValue", "no", false);

    @Test
    void withWhenNothingHasChangedWritesNothing() {
        assertThat(status(written(GOOD), GOOD)).isNull();
    }

    @Test
    void withWhenWordsChangeKeepsTheTimeOfTheStatus() {
        Map<String, Object> accepted = accepted(Objects.requireNonNull(status(written(GOOD), HIDDEN)));

        assertThat(accepted).containsEntry("message", "hidden").containsEntry("lastTransitionTime", EARLIER.toString());
    }

    @Test
    void withWhenTheStatusChangesHasItsTime() {
        Map<String, Object> accepted = accepted(Objects.requireNonNull(status(written(GOOD), BAD)));

        assertThat(accepted)
                .containsEntry("status", "False")
                .containsEntry("reason", "UnsupportedValue")
                .containsEntry("lastTransitionTime", "2026-01-01T11:00:00Z");
    }

    @Test
    void withWhenAParentIsNoServiceAnyMoreTakesItsEntryAway() {
        HttpRoute route = route("[ { name: edge } ]", "[ { name: pets, port: 80 } ]", written(GOOD));

        assertThat(new RouteStatus(route, NOW).with(Map.of())).isEmpty();
    }

    @Test
    void withWhenABackendIsNoServiceOrOfAnotherNamespaceSaysSo() {
        assertThat(resolved("[ { name: pets, port: 80, kind: Bucket, group: example.com } ]"))
                .containsEntry("status", "False")
                .containsEntry("reason", "InvalidKind");
        assertThat(resolved("[ { name: pets, port: 80, namespace: zoo } ]"))
                .containsEntry("status", "False")
                .containsEntry("reason", "RefNotPermitted");
        assertThat(resolved("[ { name: pets, port: 80, namespace: clinic } ]")).containsEntry("status", "True");
    }

    /** What was written for a verdict an hour ago. */
    private static List<Map<String, Object>> written(Verdict verdict) {
        HttpRoute fresh = route(List.of());
        return Objects.requireNonNull(new RouteStatus(fresh, EARLIER).with(verdicts(fresh, verdict)));
    }

    private static List<Map<String, Object>> status(List<Map<String, Object>> before, Verdict verdict) {
        HttpRoute route = route(before);
        return new RouteStatus(route, NOW).with(verdicts(route, verdict));
    }

    private static Map<HttpRoute.Parent, Verdict> verdicts(HttpRoute route, Verdict verdict) {
        Map<HttpRoute.Parent, Verdict> verdicts = new LinkedHashMap<>();
        route.parents().forEach(parent -> verdicts.put(parent, verdict));
        return verdicts;
    }

    private static Map<String, Object> accepted(List<Map<String, Object>> entries) {
        return Json.maps(entries.get(0).get("conditions")).get(0);
    }

    private static Map<String, Object> resolved(String backends) {
        HttpRoute route = route("[ { group: \"\", kind: Service, name: pets } ]", backends, List.of());
        List<Map<String, Object>> entries =
                Objects.requireNonNull(new RouteStatus(route, NOW).with(verdicts(route, GOOD)));
        return Json.maps(entries.get(0).get("conditions")).get(1);
    }

    private static HttpRoute route(List<Map<String, Object>> status) {
        return route("[ { group: \"\", kind: Service, name: pets } ]", "[ { name: pets, port: 80 } ]", status);
    }

    private static HttpRoute route(String parents, String backends, List<Map<String, Object>> status) {
        HttpRoute route = route("{ name: pets, namespace: clinic, generation: 3 }", """
                { parentRefs: %s, rules: [ { backendRefs: %s } ] }""".formatted(parents, backends));
        route.resource().setAdditionalProperty("status", Map.of("parents", status));
        return route;
    }

    /** From YAML. */
    static HttpRoute route(String metadata, String spec) {
        Map<String, Object> tree =
                new Yaml(new SafeConstructor(new LoaderOptions())).load("""
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: %s
                spec: %s
                """.formatted(metadata, spec));
        return new HttpRoute(new ObjectMapper().convertValue(tree, GenericKubernetesResource.class));
    }
}
