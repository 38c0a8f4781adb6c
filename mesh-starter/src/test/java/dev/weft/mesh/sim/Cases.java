package dev.weft.mesh.sim;

import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Property-style tests: many cases, each from its own seed, which a failure names. */
public final class Cases {

    private Cases() {}

    /** Runs the property for the seeds from 1 to {@code count}. */
    public static void run(int count, Consumer<SplittableRandom> property) {
        for (long seed = 1; seed <= count; seed++) {
            run(seed, property);
        }
    }

    /** Runs the property for one seed: what to call by hand with the seed of a failure. */
    public static void run(long seed, Consumer<SplittableRandom> property) {
        try {
            property.accept(new SplittableRandom(seed));
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        }
    }

    /** For tests with real threads, which can't be replayed anyway. */
    public static RandomGenerator threadSafeRandom() {
        return () -> ThreadLocalRandom.current().nextLong();
    }
}
