package dev.weft.mesh.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.Headers;
import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.model.Subset;
import dev.weft.mesh.rules.Affinity;
import dev.weft.mesh.rules.FieldMatch;
import dev.weft.mesh.rules.Route;
import dev.weft.mesh.rules.RouteTarget;
import dev.weft.mesh.rules.ServiceRules;
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

    private static Mesh mesh(FieldMatch.Kind kind) {
        return Mesh.with(10, ServiceRules.defaults().withAffinity(new Affinity(kind, "user")));
    }

    private Attempt begun(CallRequest request) {
        return (Attempt) mesh.begin(request).next(mesh.now);
    }

    private static Attempt answered(Mesh mesh, CallRequest request) {
        Call call = mesh.begin(request);
        Attempt attempt = (Attempt) call.next(mesh.now);
        mesh.now += 1_000_000;
        call.head(attempt, 200, Headers.NONE, mesh.now);
        call.ended(attempt, Outcome.COMPLETED, mesh.now);
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
