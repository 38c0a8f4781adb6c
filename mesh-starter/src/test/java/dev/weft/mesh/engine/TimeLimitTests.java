package dev.weft.mesh.engine;

import static dev.weft.mesh.sim.Mesh.get;
import static dev.weft.mesh.sim.Mesh.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.Deadline;
import dev.weft.mesh.model.Headers;
import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.model.Subset;
import dev.weft.mesh.resilience.RetryPolicy;
import dev.weft.mesh.resilience.Timeouts;
import dev.weft.mesh.rules.Actions;
import dev.weft.mesh.rules.Fallback;
import dev.weft.mesh.rules.Route;
import dev.weft.mesh.rules.RouteTarget;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.sim.Mesh;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long calls and attempts may take, by the rules, the defaults and the caller's own deadline. */
class TimeLimitTests {

    private static final long SECOND = 1_000_000_000;
    private static final long MILLI = 1_000_000;

    @Test
    void callWhenItsLastAttemptTimesOutGetsTheFixedFallback() {
        Call call = callWithFallback();

        call.ended((Attempt) call.next(0), Outcome.TIMEOUT, SECOND);

        assertThat(call.next(SECOND)).isEqualTo(new Step.Answer(203, Map.of(), "instead"));
        assertThat(call.failure().reason()).isEqualTo(Failure.Reason.ATTEMPTS_FAILED);
    }

    @Test
    void callWhenItsLastAttemptBreaksGetsNoFallback() {
        Call call = callWithFallback();

        call.ended((Attempt) call.next(0), Outcome.RESET, SECOND);

        assertThat(call.next(SECOND)).isInstanceOf(Step.Fail.class);
    }

    private static Call callWithFallback() {
        Fallback instead = new Fallback.Answer(203, Map.of(), "instead");
        Route route = Route.to(List.of(RouteTarget.of(Subset.ALL, 1))).withActions(Actions.NONE.withFallback(instead));
        RetryPolicy once = ServiceRules.defaults().retry().withAttempts(1);
        return Mesh.with(1, ServiceRules.defaults().withRoutes(List.of(route)).withRetry(once))
                .begin(get());
    }

    @Test
    void limitsWhenNobodySetOneAreFifteenSecondsToTheHeadAndSixtyOfSilence() {
        Mesh mesh = Mesh.with(3);
        Call call = mesh.begin(post());
        Attempt attempt = attempt(mesh, call);

        assertThat(attempt.headTimeoutNanos()).isEqualTo(15 * SECOND);
        assertThat(call.leftNanos(mesh.now)).isEqualTo(Call.UNLIMITED);
        assertThat(call.idleTimeoutNanos()).isEqualTo(60 * SECOND);
        assertThat(call.connectTimeoutNanos(attempt)).isEqualTo(SECOND);
        assertThat(announced(call, attempt)).isEqualTo(15 * SECOND - 25_000_000);
    }

    /** A black hole must not eat the whole deadline. */
    @Test
    void attemptTimeoutWhenNotSetIsWhatIsLeftSharedAmongTheAttemptsLeft() {
        Mesh mesh = Mesh.with(3);
        Call call = mesh.begin(get());
        Attempt first = attempt(mesh, call);
        assertThat(first.headTimeoutNanos()).isEqualTo(5 * SECOND);

        mesh.now += 3 * SECOND;
        call.ended(first, Outcome.CONNECT_FAILED, mesh.now);

        assertThat(attempt(mesh, call).headTimeoutNanos()).isEqualTo(6 * SECOND);
    }

    @Test
    void attemptTimeoutWhenTimeoutsAreNotTriedAgainIsWhatIsLeft() {
        RetryPolicy retry = new RetryPolicy(3, Set.of(503), true, false, false, Duration.ZERO, Duration.ofMillis(250));
        Mesh mesh = Mesh.with(3, ServiceRules.defaults().withRetry(retry));

        assertThat(attempt(mesh, mesh.begin(get())).headTimeoutNanos()).isEqualTo(15 * SECOND);
    }

    @Test
    void attemptTimeoutWhenSetHoldsForEveryMethod() {
        Mesh mesh = Mesh.with(3, rules(Duration.ofSeconds(4), Duration.ofSeconds(1)));

        assertThat(attempt(mesh, mesh.begin(get())).headTimeoutNanos()).isEqualTo(SECOND);
        assertThat(attempt(mesh, mesh.begin(post())).headTimeoutNanos()).isEqualTo(SECOND);
    }

    @Test
    void attemptTimeoutWhenZeroIsWhatIsLeft() {
        Mesh mesh = Mesh.with(3, rules(Duration.ofSeconds(4), Duration.ZERO));

        assertThat(attempt(mesh, mesh.begin(get())).headTimeoutNanos()).isEqualTo(4 * SECOND);
    }

    @Test
    void timeoutWhenSetIsTheWholeCallAndLimitsNoSilence() {
        Mesh mesh = Mesh.with(3, rules(Duration.ofSeconds(4), null));
        Call call = mesh.begin(post());
        Attempt attempt = attempt(mesh, call);
        mesh.now += SECOND;

        assertThat(attempt.headTimeoutNanos()).isEqualTo(4 * SECOND);
        assertThat(call.leftNanos(mesh.now)).isEqualTo(3 * SECOND);
        assertThat(call.idleTimeoutNanos()).isEqualTo(Call.UNLIMITED);
    }

    @Test
    void timeoutWhenZeroIsNoLimitAtAll() {
        Mesh mesh = Mesh.with(3, rules(Duration.ZERO, null));
        Call call = mesh.begin(get());
        Attempt attempt = attempt(mesh, call);
        mesh.now += 10_000 * SECOND;

        assertThat(attempt.headTimeoutNanos()).isEqualTo(Call.UNLIMITED);
        assertThat(call.leftNanos(mesh.now)).isEqualTo(Call.UNLIMITED);
        assertThat(call.idleTimeoutNanos()).isEqualTo(Call.UNLIMITED);
        assertThat(announced(call, attempt)).isEqualTo(Call.UNLIMITED);
        assertThat(call.connectTimeoutNanos(attempt)).isEqualTo(SECOND);
    }

    @Test
    void deadlineWhenShorterThanTheRulesWins() {
        Mesh mesh = Mesh.with(3, rules(Duration.ofSeconds(4), null));
        Call call = mesh.begin(post().withDeadline(Deadline.after(SECOND, mesh.now)));

        assertThat(attempt(mesh, call).headTimeoutNanos()).isEqualTo(SECOND);
        assertThat(call.leftNanos(mesh.now)).isEqualTo(SECOND);
    }

    @Test
    void deadlineWhenLongerThanTheRulesLoses() {
        Mesh mesh = Mesh.with(3, rules(Duration.ofSeconds(4), null));
        Call call = mesh.begin(post().withDeadline(Deadline.after(9 * SECOND, mesh.now)));

        assertThat(call.leftNanos(mesh.now)).isEqualTo(4 * SECOND);
    }

    /** A caller that has an hour must not switch off the limits that hold without one. */
    @Test
    void deadlineWhenVeryLongLeavesTheDefaultsInForce() {
        Mesh mesh = Mesh.with(3);
        Call call = mesh.begin(post().withDeadline(Deadline.after(3600 * SECOND, mesh.now)));

        assertThat(attempt(mesh, call).headTimeoutNanos()).isEqualTo(15 * SECOND);
        assertThat(call.leftNanos(mesh.now)).isEqualTo(3600 * SECOND);
        assertThat(call.idleTimeoutNanos()).isEqualTo(60 * SECOND);
    }

    @Test
    void streamWhenNobodySetALimitAnnouncesNoneAndMayBeSilent() {
        Mesh mesh = Mesh.with(3);
        Call call = mesh.begin(stream());
        Attempt attempt = attempt(mesh, call);

        assertThat(attempt.headTimeoutNanos()).isEqualTo(5 * SECOND);
        assertThat(call.idleTimeoutNanos()).isEqualTo(Call.UNLIMITED);
        assertThat(announced(call, attempt)).isEqualTo(Call.UNLIMITED);
    }

    @Test
    void streamWhenTheCallIsLimitedAnnouncesTheWholeOfIt() {
        Mesh mesh = Mesh.with(3);
        Call call = mesh.begin(stream().withDeadline(Deadline.after(60 * SECOND, mesh.now)));

        assertThat(announced(call, attempt(mesh, call))).isEqualTo(60 * SECOND);
    }

    @Test
    void attemptsWhenTheCallerIsImpatientShareItsPatienceAndTheBodyHasItsOwnTime() {
        Mesh mesh = Mesh.with(3);
        Call call = mesh.begin(Mesh.get().withPatience(Duration.ofSeconds(3)));

        assertThat(attempt(mesh, call).headTimeoutNanos()).isEqualTo(SECOND);
        assertThat(call.leftNanos(mesh.now)).isEqualTo(Call.UNLIMITED);
    }

    @Test
    void announcedTimeWhenTheClientIsLessPatientThanTheRulesIsTheClients() {
        Mesh mesh = Mesh.with(3);
        Call call = mesh.begin(get());

        assertThat(call.announcedTimeoutNanos(attempt(mesh, call), SECOND / 2)).isEqualTo(SECOND / 2 - 25_000_000);
    }

    @Test
    void announcedTimeOfAStreamIsNotTheClientsWaitForItsHead() {
        Mesh mesh = Mesh.with(3);
        Call call = mesh.begin(stream().withDeadline(Deadline.after(60 * SECOND, mesh.now)));

        assertThat(call.announcedTimeoutNanos(attempt(mesh, call), SECOND / 2)).isEqualTo(60 * SECOND);
    }

    /** Who waits no longer than the receiver has would take its late word, that retries were spent, for a mere timeout. */
    @ParameterizedTest
    @CsvSource({"10, 9", "50, 45", "200, 180", "1000, 975", "60000, 14975"})
    void announcedTimeIsLessThanTheWaitByTheAnswersWayBack(long waitMillis, long announcedMillis) {
        Mesh mesh = Mesh.with(1);
        Call call = mesh.begin(Mesh.post());

        assertThat(call.announcedTimeoutNanos(attempt(mesh, call), waitMillis * MILLI))
                .isEqualTo(announcedMillis * MILLI);
    }

    private static long announced(Call call, Attempt attempt) {
        return call.announcedTimeoutNanos(attempt, attempt.headTimeoutNanos());
    }

    private static CallRequest stream() {
        return new CallRequest(
                Mesh.SERVICE,
                "http",
                0,
                "GET",
                "/events",
                null,
                Headers.NONE,
                true,
                true,
                null,
                null,
                null,
                null,
                null);
    }

    private static ServiceRules rules(@Nullable Duration total, @Nullable Duration attempt) {
        return ServiceRules.defaults()
                .withTimeouts(Timeouts.defaults().withTotal(total).withAttempt(attempt));
    }

    private static Attempt attempt(Mesh mesh, Call call) {
        return (Attempt) call.next(mesh.now);
    }
}
