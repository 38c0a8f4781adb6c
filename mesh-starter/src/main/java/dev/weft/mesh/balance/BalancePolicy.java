package dev.weft.mesh.balance;

import java.time.Duration;

/**
 * How load is spread.
 *
 * @param slowStart how long a newcomer is brought up gently while others serve; zero switches this off
 * @param zoneAwareFrom zones matter from so many eligible endpoints on; 0 switches this off
 * @param panicPercent below this share of eligible endpoints all of them are used; 0 to 100
 * @param apertureFrom from so many endpoints on, a client uses only its part of them; 0 switches this off
 */
public record BalancePolicy(Duration slowStart, int zoneAwareFrom, int panicPercent, int apertureFrom) {

    private static final Duration LONGEST_SLOW_START = Duration.ofDays(1);

    public BalancePolicy {
        if (slowStart.isNegative() || slowStart.compareTo(LONGEST_SLOW_START) > 0) {
            throw new IllegalArgumentException(
                    "slow-start: " + slowStart + " (expected: 0 to " + LONGEST_SLOW_START + ")");
        }
        if (zoneAwareFrom < 0) {
            throw new IllegalArgumentException("zone-aware-from: " + zoneAwareFrom + " (expected: at least 0)");
        }
        if (panicPercent < 0 || panicPercent > 100) {
            throw new IllegalArgumentException("panic-percent: " + panicPercent + " (expected: 0 to 100)");
        }
        if (apertureFrom < 0) {
            throw new IllegalArgumentException("aperture-from: " + apertureFrom + " (expected: at least 0)");
        }
    }

    /** 10 s, six endpoints, 50 percent, 200 endpoints. */
    public static BalancePolicy defaults() {
        return new BalancePolicy(Duration.ofSeconds(10), 6, 50, 200);
    }

    public BalancePolicy withApertureFrom(int newApertureFrom) {
        return new BalancePolicy(slowStart, zoneAwareFrom, panicPercent, newApertureFrom);
    }
}
