package dev.weft.mesh.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.balance.EndpointState;
import dev.weft.mesh.balance.Pick;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.model.Subset;
import dev.weft.mesh.resilience.Checkup;
import dev.weft.mesh.resilience.Ejection;
import dev.weft.mesh.resilience.HealthPolicy;
import dev.weft.mesh.resilience.Timeouts;
import dev.weft.mesh.rules.Route;
import dev.weft.mesh.rules.RouteTarget;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.sim.Mesh;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Checks of endpoints that get no requests, second after second, as an adapter carries them out. */
class HealthChecksTests {

    private static final Duration TICK = Duration.ofNanos(HealthChecks.TICK_NANOS);
    private static final ServiceRules CHECKED =
            ServiceRules.defaults().withHealth(new HealthPolicy("/up", Duration.ofSeconds(10)));

    private Mesh mesh = Mesh.with(2, CHECKED);
    private final Set<String> dead = new HashSet<>();
    private final List<String> checked = new ArrayList<>();

    @Test
    void idleEndpointWhenThreeChecksFailInARowIsEjectedAndReadmittedByACheck() {
        call();
        pass(seconds(22));
        dead.add("details-0");
        pass(seconds(17));
        assertThat(ejection(0)).isNull();

        pass(seconds(17));
        assertThat(ejection(0).reason()).isEqualTo(Ejection.Reason.HEALTH_CHECK);
        assertThat(ejection(1)).isNull();

        dead.clear();
        pass(seconds(20));
        assertThat(ejection(0)).isNull();
        assertThat(state(0).warmth(CHECKED.balance(), mesh.now)).isLessThan(1);
        assertThat(checks(0).failed()).isGreaterThanOrEqualTo(3);
        assertThat(checks(0).failuresInARow()).isZero();
    }

    @Test
    void checksWhenTheServiceWasNeverCalledAreNone() {
        pass(seconds(60));

        assertThat(checked).isEmpty();
    }

    @Test
    void checksWhenTheRulesWantNoneAreNone() {
        mesh = Mesh.with(2);
        call();
        pass(seconds(60));

        assertThat(checked).isEmpty();
    }

    /** A rule that leads to v1 only makes v2 nobody's concern, and so does an outsider's weight of 0. */
    @Test
    void checksWhenNoRequestCouldGetThereAreNone() {
        mesh = Mesh.with(0, CHECKED.withRoutes(List.of(Route.to(List.of(RouteTarget.of(Subset.version("v1"), 1))))));
        mesh.directory.set(
                Mesh.SERVICE,
                Mesh.endpoint(0).withVersion("v1"),
                Mesh.endpoint(1).withVersion("v2"),
                Mesh.endpoint(2).withVersion("v1").withWeight(0),
                Mesh.endpoint(3).withVersion("v1").withStatus(Endpoint.Status.DOWN));
        call();
        pass(seconds(60));

        assertThat(checked).isNotEmpty().containsOnly("details-0");
    }

    /** With one v1 and one v2, a rule for v1 must never find it ejected. */
    @Test
    void idleEndpointWhenItIsTheOnlyOneOfItsVersionIsNeverEjected() {
        mesh = Mesh.with(
                0,
                CHECKED.withRoutes(List.of(
                        Route.to(List.of(RouteTarget.of(Subset.version("v1"), 1), RouteTarget.of(Subset.ALL, 1))))));
        mesh.directory.set(
                Mesh.SERVICE,
                Mesh.endpoint(0).withVersion("v1"),
                Mesh.endpoint(1).withVersion("v2"));
        call();
        dead.add("details-0");
        pass(seconds(120));

        assertThat(ejection(0)).isNull();
        assertThat(checks(0).failuresInARow()).isGreaterThan(3);
    }

    @Test
    void idleEndpointsWhenAllFailAreEjectedUpToHalf() {
        mesh = Mesh.with(5, CHECKED);
        call();
        dead.addAll(List.of("details-0", "details-1", "details-2", "details-3", "details-4"));
        pass(seconds(120));

        assertThat(mesh.destination().states().stream()
                        .filter(state -> state.outlier().ejection() != null))
                .hasSize(2);
    }

    @Test
    void endpointWhenRequestsSucceedThereIsNotChecked() {
        bothAreFast();
        for (int second = 0; second < 60; second++) {
            call();
            call();
            call();
            pass(seconds(1));
        }

        assertThat(checked).isEmpty();
    }

    /** Their heads have come, and nobody waits for their ends. */
    @Test
    void endpointWhenItOpensStreamsThatDoNotEndIsNotChecked() {
        bothAreFast();
        for (int i = 0; i < 180; i++) {
            Call call = mesh.begin(Mesh.get());
            Attempt attempt = (Attempt) call.next(mesh.now);
            call.head(attempt, 200, Map.<String, String>of()::get, mesh.now);
            pass(TICK);
        }

        assertThat(checked).isEmpty();
    }

    /** Requests of late tell more than a path that may say anything. */
    @Test
    void endpointWhenItsChecksFailButRequestsSucceedStays() {
        bothAreFast();
        dead.addAll(List.of("details-0", "details-1"));
        for (int second = 0; second < 120; second += 5) {
            call();
            call();
            call();
            call();
            pass(seconds(5));
        }

        assertThat(ejection(0)).isNull();
        assertThat(ejection(1)).isNull();
    }

    @Test
    void ejectedEndpointWhenChecksAreOnIsProbedByACheckAndByNoRequest() {
        ejectByRequests();
        dead.add("details-0");
        for (int i = 0; i < 100; i++) {
            assertThat(call().endpoint().id()).isEqualTo("details-1");
            pass(Duration.ofMillis(100));
        }
        assertThat(checked).isNotEmpty().containsOnly("details-0");
        assertThat(ejection(0).failedProbes()).isBetween(2, 4);

        dead.clear();
        pass(seconds(30));
        assertThat(ejection(0)).isNull();
    }

    /** Or an adapter that is gone would leave an endpoint out for ever. */
    @Test
    void ejectedEndpointWhenNobodyChecksItIsProbedByARequestTenSecondsLater() {
        ejectByRequests();
        mesh.pass(seconds(11));
        assertThat(call().endpoint().id()).isEqualTo("details-1");
        mesh.pass(seconds(2));

        assertThat(call().pick().why()).isEqualTo(Pick.Why.PROBE);
    }

    /** Its health is said to be fine, and requests find it broken: they must do so ever more rarely. */
    @Test
    void endpointWhenItFailsAgainAfterACheckHasFoundItWellIsOutForLonger() {
        for (int i = 0; i < 5; i++) {
            ejectByRequests();
            assertThat(ejection(0).failedProbes()).isEqualTo(i);
            assertThat(ejection(0).untilNanos() - mesh.now)
                    .isGreaterThan(seconds((1 << i) - 1).toNanos());
            while (ejection(0) != null) {
                pass(TICK);
            }
        }

        pass(seconds(61));
        ejectByRequests();
        assertThat(ejection(0).failedProbes()).isZero();
    }

    /** A pause of a second must not cost it a minute and a half while every check finds it well. */
    @Test
    void endpointThatTimedOutWhenACheckFindsItWellGetsOneRequestAndThenItsShare() {
        mesh = Mesh.with(2, eachSecond());
        timeOutAtTheFirst();
        assertThat(call().endpoint().id()).isEqualTo("details-1");

        pass(seconds(3));
        assertThat(checked).contains("details-0");
        Call finder = mesh.begin(Mesh.post());
        Attempt attempt = (Attempt) finder.next(mesh.now);
        assertThat(attempt.endpoint().id()).isEqualTo("details-0");
        pass(seconds(3));
        assertThat(call().endpoint().id()).isEqualTo("details-1");

        finder.head(attempt, 201, Map.<String, String>of()::get, mesh.now);
        finder.ended(attempt, Outcome.COMPLETED, mesh.now);
        assertThat(state(0).isOverdue(mesh.now)).isFalse();
    }

    /** What can't be sent elsewhere would be lost. */
    @Test
    void endpointThatTimedOutWhenItsChecksFailGetsNothing() {
        mesh = Mesh.with(2, eachSecond());
        timeOutAtTheFirst();
        dead.add("details-0");

        for (int second = 0; second < 60; second++) {
            pass(seconds(1));
            assertThat(call().endpoint().id()).isEqualTo("details-1");
        }
        assertThat(checked).contains("details-0");
    }

    @Test
    void endpointWhenItAskedToBeLeftAloneIsNotChecked() {
        call();
        state(0).outlier().hold(seconds(20).toNanos(), mesh.now);
        pass(seconds(40));

        assertThat(checked).isNotEmpty().containsOnly("details-1");
    }

    @Test
    void checksWhenNoneEndsAreAtMostSixteen() {
        mesh = Mesh.with(100, CHECKED);
        call();
        Set<Endpoint> asked = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            mesh.pass(TICK);
            due().forEach(check -> assertThat(asked.add(check.endpoint())).isTrue());
        }

        assertThat(asked).hasSize(HealthChecks.MOST);
    }

    /** Each is checked once an interval, spread over it. */
    @Test
    void checksWhenThereAreManyEndpointsAreSpread() {
        mesh = Mesh.with(100, CHECKED);
        call();
        for (int second = 0; second < 60; second++) {
            int before = checked.size();
            pass(seconds(1));
            assertThat(checked.size() - before)
                    .as("checks in second %d", second)
                    .isLessThanOrEqualTo(25);
        }

        assertThat(checked).hasSizeBetween(500, 660);
        assertThat(new HashSet<>(checked)).hasSize(100);
    }

    /** With 240 instances and twenty callers, each caller checks those that it uses. */
    @Test
    void checksWhenThereIsAnApertureAreForThoseWithinIt() {
        mesh = Mesh.with(240, CHECKED);
        List<Endpoint> callers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            callers.add(Endpoint.of("client-" + i, "10.1.0." + i, 8080));
        }
        mesh.directory.set(Mesh.SELF, callers);
        call();
        pass(seconds(60));

        assertThat(new HashSet<>(checked)).hasSize(12);
    }

    @Test
    void checkWhenItEndsTwiceCountsOnce() {
        call();
        HealthCheck check = firstDue();
        check.answered(204, mesh.now);
        check.failed(mesh.now);
        check.answered(503, mesh.now);

        assertThat(state(check.endpoint()).checkup().state())
                .extracting(Checkup.State::passed, Checkup.State::failed)
                .containsExactly(1L, 0L);
    }

    @Test
    void checkWhenRulesHaveChangedMeanwhileEndsInPeace() {
        call();
        HealthCheck check = firstDue();
        mesh.destination().rules(ServiceRules.defaults());
        mesh.directory.set(Mesh.SERVICE);
        check.failed(mesh.now);
        pass(seconds(60));

        assertThat(checked).isEmpty();
    }

    @Test
    void checksAreNoCalls() {
        call();
        long available = mesh.destination().retriesAvailable(mesh.now);
        dead.add("details-0");
        pass(seconds(5));

        assertThat(mesh.destination().recentCalls()).hasSize(1);
        assertThat(mesh.destination().inFlight()).isZero();
        assertThat(mesh.destination().retriesAvailable(mesh.now)).isEqualTo(available);
        assertThat(mesh.guards.failed).hasValue(0);
    }

    @Test
    void checkSaysWhatToAskForAndHowLong() {
        call();
        HealthCheck check = firstDue();

        assertThat(check.service()).isEqualTo(ServiceName.of("petdetails"));
        assertThat(check.path()).isEqualTo("/up");
        assertThat(check.timeoutNanos()).isEqualTo(seconds(2).toNanos());
    }

    private Attempt call() {
        Call call = mesh.begin(Mesh.get());
        Attempt attempt = (Attempt) call.next(mesh.now);
        mesh.pass(Duration.ofMillis(2));
        call.head(attempt, 200, Map.<String, String>of()::get, mesh.now);
        call.ended(attempt, Outcome.COMPLETED, mesh.now);
        return attempt;
    }

    /** Or else requests would take half a minute to find out, and leave one of them idle. */
    private void bothAreFast() {
        long answersIn = Duration.ofMillis(2).toNanos();
        mesh.destination().states().forEach(state -> state.observeLatency(answersIn, mesh.now));
    }

    /** The first endpoint fails as often as it takes. */
    private void ejectByRequests() {
        while (ejection(0) == null) {
            Call call = mesh.begin(Mesh.post());
            Attempt attempt = (Attempt) call.next(mesh.now);
            mesh.pass(Duration.ofMillis(2));
            int status = attempt.endpoint().id().equals("details-0") ? 500 : 200;
            call.head(attempt, status, Map.<String, String>of()::get, mesh.now);
            call.ended(attempt, Outcome.COMPLETED, mesh.now);
        }
        assertThat(ejection(0).reason()).isEqualTo(Ejection.Reason.CONSECUTIVE_FAILURES);
    }

    private static ServiceRules eachSecond() {
        return ServiceRules.defaults()
                .withHealth(new HealthPolicy("/up", Duration.ofSeconds(1)))
                .withTimeouts(Timeouts.defaults().withAttempt(Duration.ofMillis(500)));
    }

    /** Its peer answers, but so slowly that by cost nothing would go there. */
    private void timeOutAtTheFirst() {
        call();
        bothAreFast();
        state(1).observeLatency(seconds(3600).toNanos(), mesh.now);
        Call call = mesh.begin(Mesh.post());
        Attempt attempt = (Attempt) call.next(mesh.now);
        assertThat(attempt.endpoint().id()).isEqualTo("details-0");
        mesh.pass(Duration.ofMillis(500));
        call.ended(attempt, Outcome.TIMEOUT, mesh.now);
    }

    private void pass(Duration time) {
        for (long end = mesh.now + time.toNanos(); mesh.now < end; mesh.pass(TICK)) {
            for (HealthCheck check : due()) {
                checked.add(check.endpoint().id());
                check.answered(dead.contains(check.endpoint().id()) ? 503 : 200, mesh.now);
            }
        }
    }

    private List<HealthCheck> due() {
        return mesh.engine.healthChecks().due(mesh.now);
    }

    private HealthCheck firstDue() {
        List<HealthCheck> due = due();
        while (due.isEmpty()) {
            mesh.pass(TICK);
            due = due();
        }
        return due.get(0);
    }

    private EndpointState state(int number) {
        return state(mesh.directory.endpoints(Mesh.SERVICE).endpoints().get(number));
    }

    private EndpointState state(Endpoint endpoint) {
        return mesh.destination().states().stream()
                .filter(state -> state.endpoint().equals(endpoint))
                .findFirst()
                .orElseThrow();
    }

    private Checkup.State checks(int number) {
        return state(number).checkup().state();
    }

    private Ejection ejection(int number) {
        return state(number).outlier().ejection();
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }
}
