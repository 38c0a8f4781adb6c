package dev.weft.mesh.resilience;

/**
 * How many retries a client may add to the load of one service.
 *
 * @param ratioPercent retries allowed, in percent of the requests of the last ten seconds, 0 to 1000
 * @param minPerSecond retries allowed beside that, per second, so that quiet clients may retry at all; at least 0
 */
public record BudgetPolicy(int ratioPercent, int minPerSecond) {

    public BudgetPolicy {
        if (ratioPercent < 0 || ratioPercent > 1000) {
            throw new IllegalArgumentException("budget-percent: " + ratioPercent + " (expected: 0 to 1000)");
        }
        if (minPerSecond < 0) {
            throw new IllegalArgumentException("budget-min-per-second: " + minPerSecond + " (expected: at least 0)");
        }
    }

    /** 20 percent, and one a second. */
    public static BudgetPolicy defaults() {
        return new BudgetPolicy(20, 1);
    }
}
