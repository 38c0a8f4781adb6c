package dev.weft.mesh.balance;

/**
 * How traffic is divided among failover levels.
 *
 * <p>Idea: a level can carry its healthy share times 1.4; what it can't carry spills to the next one; where all together
 * can't carry the whole, each gets its part in proportion (Envoy's priority levels).
 */
final class Failover {

    private static final double OVERPROVISIONING = 1.4;

    private Failover() {}

    /** What each level can carry, for the healthy part of each, in order of priority. */
    static double[] capacity(double[] healthy) {
        double[] capacity = new double[healthy.length];
        for (int i = 0; i < healthy.length; i++) {
            capacity[i] = Math.min(1, OVERPROVISIONING * healthy[i]);
        }
        return capacity;
    }

    /** Whether what is left of a set can carry all that the set was meant for. */
    static boolean canCarry(double healthy) {
        return OVERPROVISIONING * healthy >= 1;
    }

    /** Whether all levels together can carry the whole. */
    static boolean suffices(double[] capacity) {
        double sum = 0;
        for (double part : capacity) {
            sum += part;
        }
        return sum >= 1;
    }

    /** The share of the traffic that each level gets; they add up to 1. */
    static double[] shares(double[] capacity) {
        double sum = 0;
        for (double part : capacity) {
            sum += part;
        }
        double[] shares = new double[capacity.length];
        if (sum == 0) {
            shares[0] = 1;
            return shares;
        }
        double left = 1;
        for (int i = 0; i < capacity.length; i++) {
            shares[i] = sum < 1 ? capacity[i] / sum : Math.min(left, capacity[i]);
            left -= shares[i];
        }
        return shares;
    }
}
