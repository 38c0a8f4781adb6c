package dev.weft.mesh.balance;

import java.time.Duration;

/**
 * How load is spread.
 *
 * @param slowStart how long a newcomer is brought up gently while others serve; zero switches this off
 * @param zoneAwareFrom zones matter from so many eligible endpoints on; 0 switches this off
 * @param panicPercent below this share of eligible endpoints all of them are used; 0 to 100
 */
public record BalancePolicy(Duration slowStart, int zoneAwareFrom, int panicPercent) {

    public BalancePolicy {
        if (slowStart.isNegative()) {
            throw new IllegalArgumentException("slow-start: " + slowStart + " (expected: at least 0)");
        }
        if (zoneAwareFrom < 0) {
            throw new IllegalArgumentException("zone-aware-from: " + zoneAwareFrom + " (expected: at least 0)");
        }
        if (panicPercent < 0 || panicPercent > 100) {
            throw new IllegalArgumentException("panic-percent: " + panicPercent + " (expected: 0 to 100)");
        }
    }

    /** 10 s, six endpoints, 50 percent. */
    public static BalancePolicy defaults() {
        return new BalancePolicy(Duration.ofSeconds(10), 6, 50);
    }
}
