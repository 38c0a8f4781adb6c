package dev.weft.mesh.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weft.mesh.balance.BalancePolicy;
import dev.weft.mesh.model.Outcome;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What policies accept, and the numbers that they give. */
class PoliciesTests {

    private static final Duration AGES = Duration.ofDays(400_000);

    @Test
    void backoffBoundDoublesUpToItsMaximum() {
        RetryPolicy policy = RetryPolicy.defaults();

        assertThat(policy.backoffBoundNanos(1)).isEqualTo(25_000_000);
        assertThat(policy.backoffBoundNanos(2)).isEqualTo(75_000_000);
        assertThat(policy.backoffBoundNanos(3)).isEqualTo(175_000_000);
        assertThat(policy.backoffBoundNanos(4)).isEqualTo(250_000_000);
        assertThat(policy.backoffBoundNanos(9)).isEqualTo(250_000_000);
    }

    @Test
    void backoffBoundWhenTheBaseIsAYearDoesNotOverflow() {
        RetryPolicy policy = new RetryPolicy(10, Set.of(), true, true, false, Duration.ofDays(300), Timeouts.LONGEST);

        assertThat(policy.backoffBoundNanos(9)).isEqualTo(Timeouts.LONGEST.toNanos());
    }

    @Test
    void penaltyWhenTheMaximumIsAYearDoesNotOverflow() {
        OutlierPolicy policy = OutlierPolicy.defaults().withPenalties(Duration.ofDays(200), Timeouts.LONGEST);

        assertThat(policy.penaltyNanos(1_000)).isEqualTo(Timeouts.LONGEST.toNanos());
    }

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void retriesWhenTheResponseHadBegunIsNo(Outcome outcome) {
        boolean beforeTheHead = switch (outcome) {
            case CONNECT_FAILED, CONNECT_TIMEOUT, CONNECTIONS_FULL, REFUSED, RESET, TIMEOUT -> true;
            default -> false;
        };

        assertThat(RetryPolicy.defaults().retries(outcome)).isEqualTo(beforeTheHead);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"})
    void isIdempotentWhenRfc9110SaysSo(String method) {
        assertThat(RetryPolicy.isIdempotent(method)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH", "CONNECT", "PROPFIND", "get"})
    void isIdempotentWhenItDoesNotSaySoIsNo(String method) {
        assertThat(RetryPolicy.isIdempotent(method)).isFalse();
    }

    @Test
    void policiesWhenAskedForTheImpossibleSayWhatIsPossible() {
        assertRefused(() -> RetryPolicy.defaults().withAttempts(0), "attempts: 0 (expected: 1 to 10");
        assertRefused(() -> RetryPolicy.defaults().withAttempts(11), "attempts: 11 (expected: 1 to 10");
        assertRefused(() -> Timeouts.defaults().withTotal(Duration.ofSeconds(-1)), "timeout: PT-1S (expected: 0 to");
        assertRefused(() -> Timeouts.defaults().withTotal(AGES), "timeout: " + AGES + " (expected: 0 to PT8760H)");
        assertRefused(
                () -> Timeouts.defaults().withTotal(Duration.ofSeconds(1)).withAttempt(Duration.ofSeconds(2)),
                "shorter than attempt-timeout");
        assertRefused(() -> new BudgetPolicy(-1, 1), "budget-percent: -1 (expected: 0 to 1000)");
        assertRefused(() -> new BudgetPolicy(20, -1), "budget-min-per-second: -1 (expected: at least 0)");
        assertRefused(
                () -> OutlierPolicy.defaults().withPenalties(Duration.ofSeconds(2), Duration.ofSeconds(1)),
                "max-penalty: PT1S (expected: more than 0, and a maximum of at least the minimum");
        assertRefused(() -> OutlierPolicy.defaults().withPenalties(AGES, AGES), "at most PT8760H");
        assertRefused(() -> new BalancePolicy(AGES, 6, 50, 0), "slow-start: " + AGES + " (expected: 0 to PT24H)");
        assertRefused(() -> new BalancePolicy(Duration.ZERO, 6, 101, 0), "panic-percent: 101 (expected: 0 to 100)");
        assertRefused(() -> BalancePolicy.defaults().withApertureFrom(-1), "aperture-from: -1 (expected: at least 0)");
    }

    @Test
    void withPenaltyOfAtLeastWhenLongerThanTheFirstIsTheFirstWithinTheLongest() {
        OutlierPolicy policy = OutlierPolicy.defaults();

        assertThat(policy.withPenaltyOfAtLeast(1)).isSameAs(policy);
        assertThat(policy.withPenaltyOfAtLeast(5_000_000_000L).minPenalty()).isEqualTo(Duration.ofSeconds(5));
        assertThat(policy.withPenaltyOfAtLeast(3_600_000_000_000L).minPenalty()).isEqualTo(policy.maxPenalty());
    }

    private static void assertRefused(Runnable making, String words) {
        assertThatIllegalArgumentException().isThrownBy(making::run).withMessageContaining(words);
    }
}
