package dev.weft.mesh.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.balance.Pick;
import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.Headers;
import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.model.Subset;
import dev.weft.mesh.rules.Actions;
import dev.weft.mesh.rules.Affinity;
import dev.weft.mesh.rules.Fallback;
import dev.weft.mesh.rules.FieldMatch;
import dev.weft.mesh.rules.Route;
import dev.weft.mesh.rules.RouteTarget;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.sim.CountingGuards;
import dev.weft.mesh.sim.FakeDirectory;
import dev.weft.mesh.sim.Mesh;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AffinityTests {

    private static final ServiceRules BY_USER =
            ServiceRules.defaults().withAffinity(new Affinity(FieldMatch.Kind.HEADER, "user"));

    private final Mesh mesh = mesh(FieldMatch.Kind.HEADER);

    @ParameterizedTest
    @EnumSource
    void callsWhenTheirKeysAreEqualGoToOneEndpointWhereverTheKeyStands(FieldMatch.Kind kind) {
        Mesh one = mesh(kind);
        Set<String> users = new HashSet<>();
        for (int user = 0; user < 20; user++) {
            Set<String> met = new HashSet<>();
            for (int i = 0; i < 20; i++) {
                met.add(answered(one, keyed(kind, "user" + user)).endpoint().id());
            }
            assertThat(met).hasSize(1);
            users.addAll(met);
        }
        assertThat(users).hasSizeGreaterThan(5);
    }

    @Test
    void callsWhenTheyHaveNoKeyOrAnEmptyOneAreBalanced() {
        Set<String> met = new HashSet<>();
        Set<String> metByEmpty = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            met.add(answered(mesh, Mesh.get()).endpoint().id());
            metByEmpty.add(
                    answered(mesh, keyed(FieldMatch.Kind.HEADER, "")).endpoint().id());
        }

        assertThat(met).hasSizeGreaterThan(7);
        assertThat(metByEmpty).hasSizeGreaterThan(7);
    }

    @Test
    void retryWhenTheOwnerFailsGoesToTheSameHeirEachTimeAndTheTraceSaysWhy() {
        Set<String> heirs = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            Call call = mesh.begin(keyed(FieldMatch.Kind.HEADER, "ann"));
            Attempt owner = (Attempt) call.next(mesh.now);
            call.ended(owner, Outcome.CONNECT_FAILED, mesh.now);
            Attempt heir = (Attempt) call.next(mesh.now);
            call.head(heir, 200, Headers.NONE, mesh.now);
            call.ended(heir, Outcome.COMPLETED, mesh.now);

            heirs.add(heir.endpoint().id());
            assertThat(heir.endpoint()).isNotEqualTo(owner.endpoint());
            assertThat(call.trace().attempts())
                    .extracting(CallTrace.Try::why)
                    .containsExactly(
                            "the request's key hashes to it",
                            "next on the ring: what the request's key hashes to is out, tried or busier than most");
        }
        assertThat(heirs).hasSize(1);
    }

    @Test
    void callsWhenTheOwnerIsBusierThanHalfAboveTheMeanGoOnToTheNext() {
        // What is under way at each endpoint: two, and at the owner as many as it may have.
        for (Attempt attempt = begun(Mesh.get()); mesh.destination().inFlight() < 20; attempt = begun(Mesh.get())) {
            assertThat(attempt).isNotNull();
        }
        Attempt owner = begun(keyed(FieldMatch.Kind.HEADER, "ann"));
        Attempt next = owner;
        int taken = 1;
        while (next.endpoint().equals(owner.endpoint()) && taken < 20) {
            next = begun(keyed(FieldMatch.Kind.HEADER, "ann"));
            taken++;
        }

        assertThat(taken).isBetween(2, 5);
        assertThat(next.endpoint()).isNotEqualTo(owner.endpoint());
    }

    @Test
    void keysWhenARouteSplitsStayAtOneEndpointOfEachSide() {
        FakeDirectory directory = new FakeDirectory();
        ServiceRules rules = ServiceRules.defaults()
                .withAffinity(new Affinity(FieldMatch.Kind.HEADER, "user"))
                .withRoutes(List.of(Route.to(
                        List.of(RouteTarget.of(Subset.version("v1"), 1), RouteTarget.of(Subset.version("v2"), 1)))));
        Mesh split = Mesh.of(directory, rules, null, new SplittableRandom(42));
        directory.set(
                Mesh.SERVICE,
                IntStream.range(0, 20)
                        .mapToObj(i -> Mesh.endpoint(i).withVersion(i % 2 == 0 ? "v1" : "v2"))
                        .toList());
        Set<String> met = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            met.add(answered(split, keyed(FieldMatch.Kind.HEADER, "ann"))
                    .endpoint()
                    .id());
        }

        assertThat(met).hasSize(2);
    }

    @Test
    void callsWhenAnotherServiceStandsInStayByWhatItsOwnRulesSay() {
        Engine engine = fallingBack(ServiceRules.defaults(), BY_USER);
        Set<Endpoint> all = new HashSet<>();
        for (int user = 0; user < 20; user++) {
            CallRequest request = keyed(FieldMatch.Kind.HEADER, "user" + user);
            Set<Endpoint> met = new HashSet<>();
            for (int i = 0; i < 20; i++) {
                met.add(answered(engine, request, 0).endpoint());
            }
            assertThat(met)
                    .containsExactly(engine.explain(request, Mesh.SELF, 0)
                            .backend()
                            .outlook()
                            .chosen()
                            .endpoint());
            all.addAll(met);
        }
        assertThat(all).hasSizeGreaterThan(5);
    }

    /** The key of a service that doesn't answer is none of those who stand in. */
    @Test
    void callsWhenAnotherServiceStandsInThatKeepsNobodyAreBalanced() {
        Engine engine = fallingBack(BY_USER, ServiceRules.defaults());
        Call lost = engine.begin(keyed(FieldMatch.Kind.HEADER, "ann"), 0);
        lost.ended((Attempt) lost.next(0), Outcome.RESET, 0);
        lost.cancel(0);
        Attempt next = answered(engine, keyed(FieldMatch.Kind.HEADER, "ann"), 0);

        assertThat(next.pick().why()).isEqualTo(Pick.Why.DOUBT);
    }

    /** The service has no endpoint, and another one of ten stands in. */
    private static Engine fallingBack(ServiceRules called, ServiceRules standingIn) {
        ServiceName other = ServiceName.of("replica");
        Route broken = Route.to(List.of(RouteTarget.of(Subset.version("v9"), 1)))
                .withActions(Actions.NONE.withFallback(new Fallback.To(other, Subset.ALL)));
        ServiceRules rules = called.withRoutes(List.of(broken));
        FakeDirectory directory = new FakeDirectory();
        directory.set(Mesh.SERVICE, Mesh.endpoints(1));
        directory.set(other, Mesh.endpoints(10));
        return new Engine(
                new EngineParts(
                        Mesh.SELF,
                        null,
                        "client-0",
                        directory,
                        service -> service.equals(other) ? standingIn : rules,
                        new CountingGuards(),
                        MeshMeters.NONE,
                        new SplittableRandom(42)),
                () -> 0);
    }

    private static Mesh mesh(FieldMatch.Kind kind) {
        return Mesh.with(10, ServiceRules.defaults().withAffinity(new Affinity(kind, "user")));
    }

    private Attempt begun(CallRequest request) {
        return (Attempt) mesh.begin(request).next(mesh.now);
    }

    private static Attempt answered(Mesh mesh, CallRequest request) {
        Attempt attempt = answered(mesh.engine, request, mesh.now);
        mesh.now += 1_000_000;
        return attempt;
    }

    private static Attempt answered(Engine engine, CallRequest request, long now) {
        Call call = engine.begin(request, now);
        Attempt attempt = (Attempt) call.next(now);
        call.head(attempt, 200, Headers.NONE, now + 1_000_000);
        call.ended(attempt, Outcome.COMPLETED, now + 1_000_000);
        return attempt;
    }

    private static CallRequest keyed(FieldMatch.Kind kind, String value) {
        ServiceName service = Mesh.SERVICE;
        return switch (kind) {
            case HEADER -> Mesh.get().withHeaders(Map.of("user", value)::get);
            case COOKIE -> Mesh.get().withHeaders(Map.of("Cookie", "theme=dark; user=" + value)::get);
            case QUERY ->
                new CallRequest(
                        service,
                        "http",
                        0,
                        "GET",
                        "/",
                        "a=b&user=" + value,
                        Headers.NONE,
                        true,
                        false,
                        null,
                        null,
                        null,
                        null,
                        null);
        };
    }
}
