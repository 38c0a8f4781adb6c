package dev.weft.mesh.engine;

import static dev.weft.mesh.sim.Mesh.endpoint;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.HeaderFields;
import dev.weft.mesh.model.Subset;
import dev.weft.mesh.rules.Actions;
import dev.weft.mesh.rules.Fallback;
import dev.weft.mesh.rules.HeaderEdits;
import dev.weft.mesh.rules.Route;
import dev.weft.mesh.rules.RouteTarget;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.sim.Mesh;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The header edits of a split's destinations belong to the calls that really go there. */
class DestinationEditsTests {

    private static final Subset V1 = Subset.version("v1");
    private static final Subset V2 = Subset.version("v2");
    private static final Subset V3 = Subset.version("v3");

    private final Mesh mesh = Mesh.of(
            ServiceRules.defaults()
                    .withRoutes(List.of(Route.to(List.of(target("one", V1, 1), target("two", V2, 0)))
                            .withActions(
                                    Actions.NONE.withRequest(set("route")).withFallback(new Fallback.To(null, V2))))),
            new SplittableRandom(42));

    @Test
    void editsWhenTheRouteChoosesAreThoseOfItsChoice() {
        serve();

        assertThat(edits(Mesh.get())).containsOnlyKeys("route", "one", "answer-one");
    }

    @Test
    void editsWhenTheRequestSaysWhereItGoesAreThoseOfThere() {
        serve();

        assertThat(edits(Mesh.get().withOverride(V2))).containsOnlyKeys("route", "two", "answer-two");
        assertThat(edits(Mesh.get().withOverride(V3))).containsOnlyKeys("route");
    }

    @Test
    void editsWhenSomebodyStandsInAreNoDestinations() {
        mesh.directory.set(Mesh.SERVICE, endpoint(2).withVersion("v2"));

        assertThat(edits(Mesh.get())).containsOnlyKeys("route", Call.FALLBACK_HEADER);
    }

    private void serve() {
        mesh.directory.set(
                Mesh.SERVICE,
                endpoint(1).withVersion("v1"),
                endpoint(2).withVersion("v2"),
                endpoint(3).withVersion("v3"));
    }

    private Map<String, String> edits(CallRequest request) {
        Call call = mesh.begin(request);
        assertThat(call.next(mesh.now)).isInstanceOf(Attempt.class);
        Fields fields = new Fields(new TreeMap<>());
        call.editRequest(fields);
        call.editResponse(fields);
        call.cancel(mesh.now);
        return fields.values();
    }

    private static RouteTarget target(String name, Subset subset, int weight) {
        return RouteTarget.of(subset, weight).withEdits(set(name), set("answer-" + name));
    }

    private static HeaderEdits set(String name) {
        return new HeaderEdits(Map.of(name, "yes"), Map.of(), Set.of());
    }

    private record Fields(Map<String, String> values) implements HeaderFields {

        @Override
        public void set(String name, String value) {
            values.put(name, value);
        }

        @Override
        public void add(String name, String value) {
            values.put(name, value);
        }

        @Override
        public void remove(String name) {
            values.remove(name);
        }
    }
}
