package dev.weft.mesh.resilience;

/**
 * Keeps retries a small part of the load, so that they cannot turn a brown-out into a storm.
 *
 * <p>Idea: over any ten seconds the retries are at most the policy's share of the requests, plus its floor for ten
 * seconds. Counted in one-second slots, rounded against the retry: requests of at most ten seconds are held against
 * retries of at least ten. Learned from Finagle and Linkerd. Thread-safe; only a retry, never a first attempt, waits for
 * another one's count.
 */
public final class RetryBudget {

    /** The window over which the budget holds. */
    public static final int WINDOW_SECONDS = 10;

    private final SlidingWindow requests = new SlidingWindow();
    private final SlidingWindow retries = new SlidingWindow();
    private final Object withdrawal = new Object();

    /** Counts a request: called once a call, not for its retries. */
    public void deposit(long nanos) {
        requests.add(false, nanos);
    }

    /** Takes one retry from the budget, or says that it is spent. */
    public boolean tryWithdraw(BudgetPolicy policy, long nanos) {
        // Two retries that both saw the last free place would overdraw: check and count are one step.
        synchronized (withdrawal) {
            if (available(policy, nanos) < 1) {
                return false;
            }
            retries.add(false, nanos);
            return true;
        }
    }

    /** How many retries may be made at this moment; never negative. */
    public long available(BudgetPolicy policy, long nanos) {
        long allowed = requests.events(WINDOW_SECONDS, nanos) * policy.ratioPercent() / 100
                + (long) policy.minPerSecond() * WINDOW_SECONDS;
        return Math.max(0, allowed - retries.events(WINDOW_SECONDS + 1, nanos));
    }
}
