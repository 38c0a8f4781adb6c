package dev.weft.mesh.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.sim.Cases;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RetryBudgetTests {

    private static final long SECOND = 1_000_000_000;
    private static final BudgetPolicy POLICY = BudgetPolicy.defaults();

    @Test
    void tryWithdrawWhenQuietAllowsABurstOfTenAndNoMore() {
        RetryBudget budget = new RetryBudget();

        assertThat(withdrawn(budget, 100, 0)).isEqualTo(10);
    }

    @Test
    void tryWithdrawWhenTheBurstIsSpentAllowsTheNextAfterTheWindow() {
        RetryBudget budget = new RetryBudget();
        withdrawn(budget, 10, 0);

        assertThat(withdrawn(budget, 1, 9 * SECOND)).isZero();
        assertThat(withdrawn(budget, 100, 11 * SECOND)).isEqualTo(10);
    }

    @Test
    void tryWithdrawWhenBusyAllowsAFifthOfTheRequestsBesideTheFloor() {
        RetryBudget budget = new RetryBudget();
        for (int i = 0; i < 1_000; i++) {
            budget.deposit(SECOND / 2);
        }

        assertThat(withdrawn(budget, 1_000, SECOND / 2)).isEqualTo(200 + 10);
    }

    @Test
    void tryWithdrawWhenPolicyIsZeroAllowsNothing() {
        RetryBudget budget = new RetryBudget();
        budget.deposit(0);

        assertThat(budget.tryWithdraw(new BudgetPolicy(0, 0), 0)).isFalse();
    }

    /** The promise itself, checked against a list of everything that happened. */
    @Test
    void tryWithdrawWhateverComesNeverOverdrawsAnyTenSeconds() {
        Cases.run(300, random -> {
            RetryBudget budget = new RetryBudget();
            BudgetPolicy policy = new BudgetPolicy(random.nextInt(0, 101), random.nextInt(0, 3));
            List<Long> requests = new ArrayList<>();
            List<Long> retries = new ArrayList<>();
            long now = random.nextLong(-1_000 * SECOND, 1_000 * SECOND);
            for (int i = 0; i < 1_000; i++) {
                now += random.nextLong(random.nextInt(50) == 0 ? 5 * SECOND : SECOND / 50);
                if (random.nextInt(3) > 0) {
                    requests.add(now);
                    budget.deposit(now);
                } else if (budget.tryWithdraw(policy, now)) {
                    retries.add(now);
                    double allowed = within(requests, now) * policy.ratioPercent() / 100.0 + policy.minPerSecond() * 10;
                    assertThat((double) within(retries, now)).isLessThanOrEqualTo(allowed);
                }
            }
        });
    }

    @Test
    void tryWithdrawWhenThreadsRaceNeverOverdraws() throws Exception {
        RetryBudget budget = new RetryBudget();
        AtomicInteger granted = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                all.add(threads.submit(() -> granted.addAndGet(withdrawn(budget, 1_000, 0))));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(granted).hasValue(10);
    }

    private static long within(List<Long> events, long now) {
        return events.stream().filter(at -> now - at < 10 * SECOND).count();
    }

    private static int withdrawn(RetryBudget budget, int wanted, long nanos) {
        int granted = 0;
        for (int i = 0; i < wanted; i++) {
            granted += budget.tryWithdraw(POLICY, nanos) ? 1 : 0;
        }
        return granted;
    }
}
