package dev.weft.mesh.engine;

import static dev.weft.mesh.sim.Mesh.endpoint;
import static dev.weft.mesh.sim.Mesh.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.balance.BalancePolicy;
import dev.weft.mesh.balance.EndpointState;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.Headers;
import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.model.Subset;
import dev.weft.mesh.resilience.FailureKind;
import dev.weft.mesh.resilience.RetryPolicy;
import dev.weft.mesh.rules.Actions;
import dev.weft.mesh.rules.Affinity;
import dev.weft.mesh.rules.Fallback;
import dev.weft.mesh.rules.FieldMatch;
import dev.weft.mesh.rules.Route;
import dev.weft.mesh.rules.RouteTarget;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.sim.Mesh;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a change of endpoints or rules does to what was learned, and what attempts' ends mean for their endpoints. */
class DestinationTests {

    private static final long MILLI = 1_000_000;
    private static final BalancePolicy POLICY = BalancePolicy.defaults();

    private final Mesh mesh = Mesh.with(2);

    @Test
    void endpointsWhenTheFirstOnesComeStartAtFullWeight() {
        mesh.destination();

        assertThat(mesh.destination().states()).hasSize(2).allSatisfy(state -> {
            assertThat(state.warmth(POLICY, mesh.now)).isEqualTo(1);
            assertThat(state.latencyNanos(mesh.now)).isEqualTo(30 * MILLI);
        });
    }

    @Test
    void endpointsWhenOneJoinsStartItGentlyAtThePeersMedian() {
        answerIn(2 * MILLI);
        answerIn(2 * MILLI);
        mesh.directory.set(Mesh.SERVICE, endpoint(0), endpoint(1), endpoint(2));

        EndpointState newcomer = state(2);
        assertThat(newcomer.warmth(POLICY, mesh.now)).isEqualTo(0.1);
        assertThat(newcomer.latencyNanos(mesh.now)).isBetween(1.99 * MILLI, 2.01 * MILLI);
    }

    @Test
    void endpointsWhenOneChangesItsDescriptionKeepWhatWasLearned() {
        EndpointState before = state(0);
        mesh.directory.set(Mesh.SERVICE, endpoint(0).withWeight(7).withZone("b"), endpoint(1));

        assertThat(state(0)).isSameAs(before);
        assertThat(state(0).endpoint().weight()).isEqualTo(7);
    }

    /** An instance that is restarted in place is not the one that was ejected. */
    @Test
    void endpointsWhenOneComesBackUnderANewKeyKnowNothingOfIt() {
        EndpointState before = state(0);
        before.outlier().hold(1_000, mesh.now);
        mesh.directory.set(Mesh.SERVICE, Endpoint.of("details-0b", "10.0.0.0", 8080), endpoint(1));

        assertThat(mesh.destination().states()).doesNotContain(before);
        assertThat(mesh.destination().states())
                .allMatch(state -> state.outlier().ejection() == null);
    }

    @Test
    void endpointsWhenOneComesUpAgainStartItGently() {
        mesh.directory.set(Mesh.SERVICE, endpoint(0).withStatus(Endpoint.Status.OUT_OF_SERVICE), endpoint(1));
        state(0);
        mesh.pass(Duration.ofMinutes(1));
        mesh.directory.set(Mesh.SERVICE, endpoint(0), endpoint(1));

        assertThat(state(0).warmth(POLICY, mesh.now)).isEqualTo(0.1);
        assertThat(state(1).warmth(POLICY, mesh.now)).isEqualTo(1);
    }

    @Test
    void pickWhenOneIsNotUpOrWeighsNothingNeverChoosesIt() {
        mesh.directory.set(
                Mesh.SERVICE,
                endpoint(0).withStatus(Endpoint.Status.STARTING),
                endpoint(1).withStatus(Endpoint.Status.OUT_OF_SERVICE),
                endpoint(2).withStatus(Endpoint.Status.DOWN),
                endpoint(3).withStatus(Endpoint.Status.UNKNOWN),
                endpoint(4).withWeight(0),
                endpoint(5));

        for (int i = 0; i < 50; i++) {
            assertThat(answerIn(MILLI).endpoint().id()).isEqualTo("details-5");
        }
    }

    /** With one v1 and one v2 a rule for v1 must never find it ejected. */
    @Test
    void failuresWhenTheSubsetHasOneEndpointNeverEjectIt() {
        mesh.directory.set(
                Mesh.SERVICE, endpoint(0).withVersion("v1"), endpoint(1).withVersion("v2"));
        mesh.destination()
                .rules(ServiceRules.defaults()
                        .withRoutes(List.of(Route.to(List.of(RouteTarget.of(Subset.version("v1"), 1))))));

        for (int i = 0; i < 50; i++) {
            assertThat(end(Outcome.RESET).endpoint().id()).isEqualTo("details-0");
        }
        assertThat(state(0).outlier().ejection()).isNull();
    }

    @Test
    void subsetWhenNothingMatchesIsNoEndpointAndNoFallback() {
        mesh.destination()
                .rules(ServiceRules.defaults()
                        .withRoutes(List.of(Route.to(List.of(RouteTarget.of(Subset.version("v9"), 1))))));

        Step step = mesh.begin(get()).next(mesh.now);

        assertThat(((Step.Fail) step).failure().reason()).isEqualTo(Failure.Reason.NO_ENDPOINT);
        assertThat(((Step.Fail) step).failure().message()).contains("no endpoint with version=v9 is up");
    }

    @Test
    void breakersWhenRulesNoLongerNameTheirPartsAreForgotten() {
        for (String version : List.of("v1", "v2", "v3")) {
            mesh.destination()
                    .rules(ServiceRules.defaults()
                            .withRoutes(List.of(Route.to(List.of(RouteTarget.of(Subset.version(version), 1))))));
        }

        assertThat(mesh.guards.parts).containsExactlyInAnyOrder(Subset.ALL, Subset.version("v3"));
    }

    /** Else the failures of one bad endpoint beside a fast one would be remembered for minutes. */
    @Test
    void failuresWhenRepeatedAreRememberedAsTwentyTimesThePeersAndNoMore() {
        int failures = 0;
        for (int i = 0; i < 200; i++) {
            mesh.pass(Duration.ofSeconds(1));
            Call call = mesh.begin(Mesh.post());
            Attempt attempt = (Attempt) call.next(mesh.now);
            mesh.now += 2 * MILLI;
            if (attempt.pick().chosen() == state(0)) {
                call.ended(attempt, Outcome.RESET, mesh.now);
                failures++;
                // Before the other one has answered, thirty milliseconds are assumed of it.
                long most = failures == 1 ? 601 * MILLI : 41 * MILLI;
                assertThat(state(0).latencyNanos(mesh.now)).isLessThan(most);
            } else {
                call.head(attempt, 200, Headers.NONE, mesh.now);
                call.ended(attempt, Outcome.COMPLETED, mesh.now);
            }
        }
        assertThat(failures).isGreaterThan(3);
    }

    /** A server error whose body breaks off is one failure, not two. */
    @Test
    void attemptsWhenTheClientHasNoFreeConnectionBlameNeitherEndpointNorService() {
        Mesh busy = Mesh.with(
                2, ServiceRules.defaults().withRetry(RetryPolicy.defaults().withAttempts(1)));
        for (int i = 0; i < 40; i++) {
            Call call = busy.begin(Mesh.get());
            call.ended((Attempt) call.next(busy.now), Outcome.CONNECTIONS_FULL, busy.now);

            assertThat(call.failure().reason()).isEqualTo(Failure.Reason.ATTEMPTS_FAILED);
            assertThat(call.failure().message()).contains("all 256 connections in use");
        }

        assertThat(busy.destination().states())
                .allMatch(state -> state.outlier().ejection() == null);
        assertThat(busy.guards.failed).hasValue(0);
        assertThat(busy.guards.released).hasValue(40);
    }

    @Test
    void failuresWhenAnErrorsBodyBreaksOffCountOnce() {
        for (int i = 0; i < 4; i++) {
            Call call = mesh.begin(Mesh.post());
            Attempt attempt = (Attempt) call.next(mesh.now);
            call.head(attempt, 500, Headers.NONE, mesh.now);
            call.ended(attempt, Outcome.TRUNCATED, mesh.now);
        }

        assertThat(mesh.destination().states())
                .allMatch(state -> state.outlier().ejection() == null);
    }

    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void failuresWhenOnlyOtherKindsCountEjectNothing(FailureKind kind) {
        count(EnumSet.complementOf(EnumSet.of(kind)));

        fail(kind, 50);

        assertThat(mesh.destination().states())
                .allMatch(state -> state.outlier().ejection() == null);
    }

    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void failuresWhenOnlyTheirKindCountsEject(FailureKind kind) {
        count(EnumSet.of(kind));

        fail(kind, 50);

        assertThat(mesh.destination().states())
                .anyMatch(state -> state.outlier().ejection() != null);
    }

    /** Whoever says that a 500 is no failure must get back an endpoint that answers a probe with one. */
    @Test
    void probeWhenItsErrorDoesNotCountReadmits() {
        count(EnumSet.of(FailureKind.CONNECT));
        fail(FailureKind.CONNECT, 50);
        mesh.pass(Duration.ofMinutes(1));

        fail(FailureKind.SERVER_ERROR, 1);

        assertThat(mesh.destination().states())
                .allMatch(state -> state.outlier().ejection() == null);
    }

    @Test
    void failuresWhenFiveInARowEjectAndOneProbeBringsItBackGently() {
        mesh.directory.set(Mesh.SERVICE, Mesh.endpoints(10));
        EndpointState bad = state(3);
        int failures = 0;
        while (bad.outlier().ejection() == null) {
            Call call = mesh.begin(Mesh.post());
            Attempt attempt = (Attempt) call.next(mesh.now);
            boolean hit = attempt.pick().chosen() == bad;
            failures += hit ? 1 : 0;
            mesh.pass(Duration.ofMillis(100));
            if (hit) {
                call.ended(attempt, Outcome.RESET, mesh.now);
            } else {
                call.head(attempt, 200, Headers.NONE, mesh.now);
                call.ended(attempt, Outcome.COMPLETED, mesh.now);
            }
        }
        assertThat(failures).isEqualTo(5);

        mesh.pass(Duration.ofSeconds(2));
        Attempt probe = answerIn(MILLI);

        assertThat(probe.pick().chosen()).isSameAs(bad);
        assertThat(bad.outlier().ejection()).isNull();
        assertThat(bad.warmth(POLICY, mesh.now)).isEqualTo(0.1);
    }

    /** Else an instance that is killed in a rolling deployment would stay in use, by a request now and then. */
    @ParameterizedTest
    @EnumSource
    void doubtWhenEndpointsAndRulesChangeAllTheWhileEjectsWhoIsGone(Way way) {
        Affinity affinity = new Affinity(FieldMatch.Kind.HEADER, "user");
        ServiceRules rules = way.rules();
        mesh.directory.set(Mesh.SERVICE, ofV1(10));
        mesh.destination().rules(rules);
        EndpointState gone = lose(way, its -> mesh.directory.set(Mesh.SERVICE, ofV1(11)));
        for (int i = 1; i < 5; i++) {
            // The attempt is told of in the world that it began in, and the next call begins in another.
            List<Endpoint> changed = ofV1(11 + i);
            mesh.destination().rules(rules.withAffinity(i % 2 == 0 ? null : affinity));
            assertThat(lose(way, its -> mesh.directory.set(Mesh.SERVICE, changed)))
                    .isSameAs(gone);
        }

        assertThat(gone.outlier().ejection()).isNotNull();
    }

    @ParameterizedTest
    @EnumSource
    void doubtWhenTheEndpointHasLeftMeanwhileIsNoMatter(Way way) {
        mesh.directory.set(Mesh.SERVICE, ofV1(10));
        mesh.destination().rules(way.rules());
        EndpointState gone = lose(way, its -> mesh.directory.set(Mesh.SERVICE, without(its, ofV1(10))));

        assertThat(lose(way, its -> {})).isNotSameAs(gone);
    }

    /** A call whose first attempt loses its connection, after that has happened. */
    private EndpointState lose(Way way, Consumer<Endpoint> meanwhile) {
        Call call = mesh.begin(get().withOverride(way == Way.OVERRIDE ? Subset.version("v1") : null));
        Attempt attempt = attempt(call);
        meanwhile.accept(attempt.endpoint());
        call.ended(attempt, Outcome.RESET, mesh.now);
        call.cancel(mesh.now);
        return attempt.pick().chosen();
    }

    private static List<Endpoint> without(Endpoint one, List<Endpoint> endpoints) {
        return endpoints.stream().filter(other -> !other.equals(one)).toList();
    }

    private static List<Endpoint> ofV1(int count) {
        return Mesh.endpoints(count).stream()
                .map(endpoint -> endpoint.withVersion("v1"))
                .toList();
    }

    /** How calls may come to a part of a service. */
    private enum Way {
        ROUTE,
        OVERRIDE,
        FALLBACK;

        private ServiceRules rules() {
            Subset subset = this == FALLBACK ? Subset.version("v9") : Subset.version("v1");
            Route route = Route.to(List.of(RouteTarget.of(subset, 1)));
            Fallback.To other = new Fallback.To(null, Subset.version("v1"));
            return ServiceRules.defaults()
                    .withRoutes(
                            List.of(this == FALLBACK ? route.withActions(Actions.NONE.withFallback(other)) : route));
        }
    }

    /** The last attempt of a call, and one that can't be repeated, must not be spent on a probe. */
    @Test
    void probeWhenNoFurtherAttemptCouldFollowIsLeftToOthers() {
        mesh.directory.set(Mesh.SERVICE, Mesh.endpoints(6));
        EndpointState ejected = state(0);
        ejected.outlier()
                .eject(
                        dev.weft.mesh.resilience.Ejection.Reason.CONSECUTIVE_FAILURES,
                        mesh.destination().rules().outliers(),
                        mesh.now,
                        new java.util.SplittableRandom(1));
        mesh.destination().rules(mesh.destination().rules());
        Call call = mesh.begin(get());
        for (int i = 0; i < 2; i++) {
            Attempt attempt = attempt(call);
            assertThat(attempt.pick().chosen()).isNotSameAs(ejected);
            call.ended(attempt, Outcome.CONNECT_TIMEOUT, mesh.now);
        }
        mesh.pass(Duration.ofSeconds(2));

        Attempt last = attempt(call);

        assertThat(last.number()).isEqualTo(3);
        assertThat(last.pick().chosen()).isNotSameAs(ejected);
        call.cancel(mesh.now);
        Attempt first = attempt(mesh.begin(get()));
        assertThat(first.pick().chosen()).isSameAs(ejected);
    }

    private Attempt attempt(Call call) {
        Step step = call.next(mesh.now);
        if (step instanceof Step.Wait wait) {
            mesh.now += wait.nanos();
            step = call.next(mesh.now);
        }
        return (Attempt) step;
    }

    private Attempt answerIn(long nanos) {
        Call call = mesh.begin(get());
        Attempt attempt = (Attempt) call.next(mesh.now);
        mesh.now += nanos;
        call.head(attempt, 200, Headers.NONE, mesh.now);
        call.ended(attempt, Outcome.COMPLETED, mesh.now);
        return attempt;
    }

    private void count(Set<FailureKind> kinds) {
        ServiceRules rules = ServiceRules.defaults();
        mesh.destination().rules(rules.withOutliers(rules.outliers().withFailures(kinds)));
    }

    private void fail(FailureKind kind, int times) {
        for (int i = 0; i < times; i++) {
            switch (kind) {
                case CONNECT -> end(Outcome.CONNECT_FAILED);
                case RESET -> end(Outcome.RESET);
                case TIMEOUT -> end(Outcome.TIMEOUT);
                case UNAVAILABLE -> answer(503);
                case SERVER_ERROR -> answer(500);
            }
        }
    }

    private Attempt end(Outcome outcome) {
        Call call = mesh.begin(Mesh.post());
        Attempt attempt = (Attempt) call.next(mesh.now);
        call.ended(attempt, outcome, mesh.now);
        return attempt;
    }

    private void answer(int status) {
        Call call = mesh.begin(Mesh.post());
        Attempt attempt = (Attempt) call.next(mesh.now);
        call.head(attempt, status, Headers.NONE, mesh.now);
        call.ended(attempt, Outcome.COMPLETED, mesh.now);
    }

    private EndpointState state(int number) {
        return mesh.destination().states().stream()
                .filter(state -> state.endpoint().id().equals("details-" + number))
                .findFirst()
                .orElseThrow();
    }
}
