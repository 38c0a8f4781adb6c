package dev.weft.mesh.engine;

import static dev.weft.mesh.sim.Mesh.endpoint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.EndpointSet;
import dev.weft.mesh.model.Headers;
import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.resilience.Guards;
import dev.weft.mesh.rules.RuleSource;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.sim.FakeDirectory;
import dev.weft.mesh.sim.Mesh;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class EngineTests {

    private final FakeDirectory directory = new FakeDirectory();
    private final Mesh mesh = Mesh.of(directory, ServiceRules.defaults(), "a", new SplittableRandom(42));

    @Test
    void beginWhenNobodyKnowsTheNameNamesTheNearest() {
        directory.set(ServiceName.of("petdetails"), endpoint(1));
        directory.set(ServiceName.of("petmedicalhistory"), endpoint(2));
        directory.set(ServiceName.of("gateway"), endpoint(3));
        directory.set(ServiceName.of("registry"), endpoint(4));

        Failure failure = failure("petdetials");

        assertThat(failure.reason()).isEqualTo(Failure.Reason.UNKNOWN_SERVICE);
        assertThat(failure.message())
                .startsWith("petdetials: no such service; the nearest known names are petdetails,")
                .contains("mesh.passthrough")
                .doesNotContain("petmedicalhistory");
    }

    @Test
    void beginWhenNobodyKnowsTheNameLeavesNothingBehindInTheBreakersRegistry() {
        for (int i = 0; i < 10; i++) {
            failure("mistyped-" + i);
        }

        assertThat(mesh.guards.guarded).isEmpty();
        assertThat(mesh.engine.destinations()).isEmpty();
    }

    @Test
    void beginWhenNobodyKnowsTheNameLetsTheDirectoryAskForIt() {
        mesh.engine.explain(CallRequest.of(ServiceName.of("explained"), "GET", "/"), ServiceName.of("a"), 0);
        assertThat(directory.missed()).isEmpty();

        failure("newcomer");

        assertThat(directory.missed()).containsExactly(ServiceName.of("newcomer"));
    }

    @Test
    void beginWhenNothingIsRegisteredAtAllSaysSo() {
        assertThat(failure("petdetails").message()).contains("no service is registered at all");
    }

    @Test
    void beginBeforeTheDirectoryHasAnsweredIsNoEndpointAndThenUnknown() {
        directory.silent();
        assertThat(failure("petdetails").reason()).isEqualTo(Failure.Reason.NO_ENDPOINT);
        assertThat(failure("petdetails").message())
                .isEqualTo("petdetails: no endpoint: no registry has said yet who is there (see the caller's log)");

        directory.answers();
        assertThat(failure("petdetails").reason()).isEqualTo(Failure.Reason.UNKNOWN_SERVICE);

        directory.set(Mesh.SERVICE, endpoint(1));
        assertThat(mesh.begin(Mesh.get()).next(0)).isInstanceOf(Attempt.class);
    }

    @Test
    void beginWhenNamesDifferInCaseIsOneService() {
        directory.set(Mesh.SERVICE, endpoint(1));

        assertThat(mesh.engine.destination(ServiceName.of("PetDetails")))
                .isSameAs(mesh.engine.destination(Mesh.SERVICE));
    }

    @Test
    void beginWhenTheOwnServicesZonesAreKnownSharesByThem() {
        List<Endpoint> endpoints = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            endpoints.add(endpoint(i).withZone(i < 2 ? "a" : "b"));
        }
        directory.set(Mesh.SERVICE, endpoints);
        mesh.engine.destination(Mesh.SERVICE);
        // All callers are in zone a: it has room for a quarter of what they send.
        directory.set(Mesh.SELF, endpoint(100).withZone("a"), endpoint(101).withZone("a"));

        assertThat(shares(4_000).get("a")).isBetween(0.23, 0.27);

        // One moves to b: now half of all calls come from a, of which a can take half.
        directory.set(Mesh.SELF, endpoint(100).withZone("a"), endpoint(101).withZone("b"));
        assertThat(shares(4_000).get("a")).isBetween(0.48, 0.52);
    }

    @Test
    void destinationWhenItsEndpointsCanNotBeWatchedLeavesNoListenerOfRules() {
        List<ServiceName> watched = new ArrayList<>();
        RuleSource rules = new RuleSource() {
            @Override
            public ServiceRules rules(ServiceName service) {
                return ServiceRules.defaults();
            }

            @Override
            public Runnable watch(ServiceName service, Consumer<ServiceRules> listener) {
                watched.add(service);
                return () -> {};
            }
        };
        FakeDirectory failing = new FakeDirectory() {
            @Override
            public void watch(ServiceName service, Consumer<EndpointSet> listener) {
                if (service.equals(Mesh.SERVICE)) {
                    throw new IllegalStateException("no place");
                }
            }
        };
        failing.set(Mesh.SERVICE, endpoint(1));
        Engine engine = new Engine(
                new EngineParts(
                        Mesh.SELF, null, "client-0", failing, rules, Guards.NONE, MeshMeters.NONE, new Random(42)),
                System::nanoTime);

        assertThatIllegalStateException().isThrownBy(() -> engine.destination(Mesh.SERVICE));
        assertThat(watched).isEmpty();
        assertThat(engine.destinations()).isEmpty();
    }

    private Map<String, Double> shares(int calls) {
        Map<String, Double> shares = new HashMap<>();
        for (int i = 0; i < calls; i++) {
            Call call = mesh.begin(Mesh.get());
            Attempt attempt = (Attempt) call.next(mesh.now);
            mesh.now += 1_000_000;
            call.head(attempt, 200, Headers.NONE, mesh.now);
            call.ended(attempt, Outcome.COMPLETED, mesh.now);
            shares.merge(attempt.endpoint().zone(), 1.0 / calls, Double::sum);
        }
        return shares;
    }

    private Failure failure(String service) {
        Step step =
                mesh.begin(CallRequest.of(ServiceName.of(service), "GET", "/")).next(mesh.now);
        return ((Step.Fail) step).failure();
    }
}
