package dev.weft.mesh.engine;

import static dev.weft.mesh.sim.Mesh.endpoint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weft.mesh.balance.Candidate;
import dev.weft.mesh.balance.Pick;
import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.Headers;
import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.model.Subset;
import dev.weft.mesh.rules.Actions;
import dev.weft.mesh.rules.Fallback;
import dev.weft.mesh.rules.Fault;
import dev.weft.mesh.rules.PathMatch;
import dev.weft.mesh.rules.Redirect;
import dev.weft.mesh.rules.RequestMatch;
import dev.weft.mesh.rules.Route;
import dev.weft.mesh.rules.RouteTarget;
import dev.weft.mesh.rules.RouteTimeouts;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.rules.Share;
import dev.weft.mesh.sim.Cases;
import dev.weft.mesh.sim.FakeDirectory;
import dev.weft.mesh.sim.Mesh;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is told of a call beforehand, held against what becomes of it. */
class ExplainTests {

    private static final Subset V1 = Subset.version("v1");
    private static final Subset V2 = Subset.version("v2");

    @Test
    void explanationWhenACallFollowsIsWhatBecomesOfIt() {
        Cases.run(500, random -> {
            Mesh mesh = Mesh.of(rules(random), random);
            List<Endpoint> endpoints = IntStream.range(0, random.nextInt(5))
                    .mapToObj(i -> endpoint(i).withVersion(random.nextBoolean() ? "v1" : "v2"))
                    .toList();
            mesh.directory.set(Mesh.SERVICE, endpoints);
            boolean open = random.nextInt(8) == 0;
            if (open) {
                mesh.guards.open();
            }
            if (random.nextInt(8) == 0) {
                mesh.guards.limit(0);
            }
            for (int i = 0; i < 10; i++) {
                // The first override to a version makes its breaker, of which nobody knows before.
                boolean overridden = !open && random.nextInt(6) == 0;
                CallRequest request = Mesh.get().withOverride(overridden ? V2 : null);

                Explanation explained = explain(mesh, request);
                Call call = mesh.begin(request);
                Step step = call.next(mesh.now);
                while (step instanceof Step.Wait wait) {
                    mesh.pass(Duration.ofNanos(wait.nanos()));
                    step = call.next(mesh.now);
                }

                assertThat(explained.destination()).isEqualTo(call.trace().destination());
                if (step instanceof Attempt attempt) {
                    assertThat(explained.result()).isEqualTo(Explanation.SENT);
                    assertThat(chosenOrCandidates(explained)).contains(attempt.endpoint());
                    assertThat(explained.limits().attempt()).isEqualTo(attempt.headTimeoutNanos());
                    call.head(attempt, 200, Headers.NONE, mesh.now);
                    call.ended(attempt, Outcome.COMPLETED, mesh.now);
                } else {
                    assertThat(explained.result()).isEqualTo(call.trace().result());
                    Failure failure = call.failure();
                    if (failure != null) {
                        assertThat(explained.problem()).isEqualTo(failure.message());
                    }
                }
                mesh.pass(Duration.ofMillis(5));
            }
            assertThat(mesh.guards.bulkheadHeld).hasValue(0);
            assertThat(mesh.guards.breakerHeld).hasValue(0);
        });
    }

    private static ServiceRules rules(SplittableRandom random) {
        Actions actions = Actions.NONE;
        if (random.nextInt(5) == 0) {
            actions = actions.withRedirect(new Redirect(null, "elsewhere", 0, null, 302));
        } else if (random.nextInt(4) == 0) {
            actions = actions.withFault(new Fault(Duration.ofMillis(3), new Share(1, 2), 503, new Share(1, 2)));
        }
        RequestMatch match = random.nextInt(6) == 0
                ? RequestMatch.ANY.withPath(new PathMatch.Exact("/elsewhere"))
                : RequestMatch.ANY;
        List<RouteTarget> to = actions.redirect() != null
                ? List.of()
                : List.of(RouteTarget.of(V1, 1), RouteTarget.of(V2, 2), RouteTarget.missing("gone", 1));
        RouteTimeouts timeouts = random.nextInt(4) == 0 ? new RouteTimeouts(Duration.ofMillis(2), null) : null;
        Route route = new Route(null, List.of(match), to, null, actions.withFallback(fallback(random)), timeouts, null);
        return ServiceRules.defaults().withRoutes(random.nextInt(5) == 0 ? List.of() : List.of(route));
    }

    private static @Nullable Fallback fallback(SplittableRandom random) {
        return switch (random.nextInt(5)) {
            case 0 -> new Fallback.To(null, V1);
            case 1 -> new Fallback.To(ServiceName.of("nobody"), Subset.ALL);
            case 2 -> new Fallback.Answer(200, Map.of(), "later");
            default -> null;
        };
    }

    private static List<Endpoint> chosenOrCandidates(Explanation explained) {
        Explanation.Backend backend = explained.backend();
        return backend.outlook().chosen() != null
                ? List.of(backend.outlook().chosen().endpoint())
                : backend.outlook().candidates().stream()
                        .filter(Candidate::eligible)
                        .map(candidate -> candidate.state().endpoint())
                        .toList();
    }

    @Test
    void explanationWhenAFallbackStandsInTellsOfBoth() {
        Route route = Route.to(List.of(RouteTarget.of(V2, 1)))
                .withActions(Actions.NONE.withFallback(new Fallback.To(null, V1)));
        Mesh mesh = Mesh.of(ServiceRules.defaults().withRoutes(List.of(route)), new SplittableRandom(1));
        mesh.directory.set(Mesh.SERVICE, endpoint(1).withVersion("v1"));

        Explanation explained = explain(mesh, Mesh.get());

        assertThat(explained.result()).isEqualTo(Explanation.SENT);
        assertThat(explained.problem()).isNull();
        assertThat(explained.destination()).isEqualTo("version=v1");
        assertThat(explained.backend().outlook().chosen().endpoint().id()).isEqualTo("details-1");
        assertThat(explained.standIn().failure()).isEqualTo(Failure.Reason.NO_ENDPOINT);
        assertThat(explained.standIn().problem())
                .startsWith("petdetails: no endpoint with version=v2 is up; registered are details-1");
    }

    @Test
    void explanationWhenDestinationsHaveTheirTurnsTellsWhatComesToEachEndpointOfTheService() {
        ServiceName elsewhere = ServiceName.of("elsewhere");
        Route route = Route.to(List.of(
                RouteTarget.of(V1, 60),
                RouteTarget.of(V2, 20),
                RouteTarget.of(Subset.ALL, 10),
                RouteTarget.missing("there is none", 5),
                RouteTarget.of(elsewhere, Subset.ALL, 5)));
        Mesh mesh = Mesh.with(0, ServiceRules.defaults().withRoutes(List.of(route)));
        mesh.directory.set(
                Mesh.SERVICE, endpoint(0).withVersion("v1"), endpoint(1).withVersion("v2"));
        mesh.directory.set(elsewhere, endpoint(2));

        Explanation explained;
        do {
            mesh.begin(Mesh.get());
            explained = explain(mesh, Mesh.get());
        } while (!explained.destination().startsWith("version="));

        Map<String, Double> shares = new HashMap<>();
        explained
                .backend()
                .shares()
                .forEach((state, share) -> shares.put(state.endpoint().id(), share));
        assertThat(shares).hasSize(2);
        assertThat(shares.get("details-0")).isCloseTo(0.65, within(1e-9));
        assertThat(shares.get("details-1")).isCloseTo(0.25, within(1e-9));
    }

    @Test
    void explanationWhenAnotherStandsInForTheTurnSaysNothingOfShares() {
        Route route = Route.to(List.of(RouteTarget.of(V2, 1), RouteTarget.of(V2, 1)))
                .withActions(Actions.NONE.withFallback(new Fallback.To(null, V1)));
        Mesh mesh = Mesh.with(0, ServiceRules.defaults().withRoutes(List.of(route)));
        mesh.directory.set(Mesh.SERVICE, endpoint(1).withVersion("v1"));

        Explanation explained = explain(mesh, Mesh.get());

        assertThat(explained.destination()).isEqualTo("version=v1");
        assertThat(explained.backend().shares()).isNull();
    }

    @Test
    void explanationWhenADelayTakesAllTheTimeIsTheTimeoutThatItWillBe() {
        Fault fault = new Fault(Duration.ofSeconds(20), Share.ALL, 0, Share.NONE);
        Route route = Route.to(List.of(RouteTarget.of(Subset.ALL, 1)))
                .withActions(Actions.NONE.withFault(fault).withFallback(new Fallback.Answer(200, Map.of(), "later")));
        Mesh mesh = Mesh.with(1, ServiceRules.defaults().withRoutes(List.of(route)));

        Explanation explained = explain(mesh, Mesh.get());

        assertThat(explained.result()).isEqualTo("deadline, after a fault rule: delay 20000 ms");
        assertThat(explained.problem())
                .isEqualTo("petdetails: the time of 15000 ms ran out; no attempt was made, after a fault rule:"
                        + " delay 20000 ms");
        assertThat(explained.limits().attempt()).isZero();
        assertThat(explained.standIn().fallback()).isInstanceOf(Fallback.Answer.class);
    }

    @Test
    void explanationWhenAnOutsideHostWasNeverCalledIsThatOfItsRulesAndLeavesNothingBehind() {
        ServiceName dogs = ServiceName.of("dogs.test:443");
        FakeDirectory directory = new FakeDirectory() {
            @Override
            public boolean isPending(ServiceName service) {
                return service.equals(dogs);
            }

            @Override
            public boolean knows(ServiceName service) {
                return service.isOutside() || super.knows(service);
            }
        };
        Route route = Route.to(List.of(RouteTarget.of(Subset.ALL, 1)))
                .withMatches(List.of(RequestMatch.ANY.withPort(443).withMethod("GET")));
        Mesh mesh =
                Mesh.of(directory, ServiceRules.defaults().withRoutes(List.of(route)), null, new SplittableRandom(1));

        CallRequest request = CallRequest.of(dogs, "GET", "/");
        Explanation explained = explain(mesh, request.withPort(443));

        assertThat(explained.result()).isEqualTo("sent, once the host is looked up");
        assertThat(explained.problem()).isNull();
        assertThat(explained.backend().service()).isEqualTo(dogs);
        assertThat(explain(mesh, CallRequest.of(dogs, "PUT", "/").withPort(443)).result())
                .isEqualTo("no-route");
        assertThat(mesh.engine.destinations()).isEmpty();
        assertThat(mesh.guards.guarded).isEmpty();
    }

    @Test
    void explanationWhenEndpointsDoNotBelongSaysWhyNot() {
        Mesh mesh = Mesh.of(
                ServiceRules.defaults().withRoutes(List.of(Route.to(List.of(RouteTarget.of(V1, 1))))),
                new SplittableRandom(1));
        mesh.directory.set(
                Mesh.SERVICE,
                endpoint(1).withVersion("v1"),
                endpoint(2).withVersion("v2"),
                endpoint(3).withVersion("v1").withStatus(Endpoint.Status.STARTING),
                endpoint(4).withVersion("v1").withWeight(0));

        Explanation explained = explain(mesh, Mesh.get());

        assertThat(explained.backend().outlook().why()).isEqualTo(Pick.Why.ONLY);
        assertThat(explained.backend().outlook().chosen().endpoint().id()).isEqualTo("details-1");
        assertThat(explained.backend().unused())
                .extracting(Explanation.Unused::why)
                .containsExactly(
                        "not version=v1",
                        "status STARTING",
                        "weight 0: only requests that ask for it get there, by mesh-route");
    }

    @Test
    void explanationWhenSomebodyElseCallsGoesByTheRoutesForThem() {
        ServiceName edge = ServiceName.of("gateway");
        Route forTheEdge =
                Route.to(List.of(RouteTarget.of(V2, 1))).withMatches(List.of(RequestMatch.ANY.withFrom(Set.of(edge))));
        Mesh mesh = Mesh.of(ServiceRules.defaults().withRoutes(List.of(forTheEdge)), new SplittableRandom(1));
        mesh.directory.set(
                Mesh.SERVICE, endpoint(1).withVersion("v1"), endpoint(2).withVersion("v2"));

        assertThat(explain(mesh, Mesh.get()).destination()).isEmpty();
        Explanation edges = mesh.engine.explain(Mesh.get(), edge, mesh.now);
        assertThat(edges.destination()).isEqualTo("version=v2");
        assertThat(edges.backend().outlook().chosen().endpoint().id()).isEqualTo("details-2");
    }

    @Test
    void explainWhenNobodyKnowsTheNameLeavesNothingBehind() {
        Mesh mesh = Mesh.with(2);

        Explanation explained =
                mesh.engine.explain(CallRequest.of(ServiceName.of("petdetials"), "GET", "/"), Mesh.SELF, mesh.now);

        assertThat(explained.result()).isEqualTo("unknown-service");
        assertThat(explained.problem())
                .startsWith("petdetials: no such service; the nearest known names are petdetails");
        assertThat(mesh.engine.destinations()).isEmpty();
        assertThat(mesh.guards.guarded).isEmpty();
    }

    @Test
    void explainWhenAnOverrideIsAskedForLeavesNothingBehind() {
        Mesh mesh = Mesh.with(0);
        mesh.directory.set(Mesh.SERVICE, endpoint(1).withVersion("v3").withWeight(0));

        Explanation explained = explain(mesh, Mesh.get().withOverride(Subset.version("v3")));

        assertThat(explained.destination()).isEqualTo("version=v3, by mesh-route");
        assertThat(explained.backend().outlook().chosen().endpoint().id()).isEqualTo("details-1");
        assertThat(mesh.destination().breakerStates()).doesNotContainKey("version=v3");
    }

    private static Explanation explain(Mesh mesh, CallRequest request) {
        return mesh.engine.explain(request, Mesh.SELF, mesh.now);
    }
}
