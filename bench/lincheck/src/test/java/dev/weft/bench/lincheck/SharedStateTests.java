package dev.weft.bench.lincheck;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.util.LoggingLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever threads do at once comes out as if they had done it one after the other. A few scenarios of each in every build;
 * {@code -Dweft.lincheck.scenarios=100} takes the time for more.
 */
class SharedStateTests {

    private static final int SCENARIOS = Integer.getInteger("weft.lincheck.scenarios", 3);

    /** Step by step, in many orders of the steps. */
    @ParameterizedTest
    @ValueSource(
            classes = {
                SharedLatency.class,
                SharedInFlight.class,
                SharedBudget.class,
                SharedWindow.class,
                SharedEjection.class,
                SharedPool.class
            })
    void stateWhenThreadsMeetIsThatOfSomeOrder(Class<?> state) {
        sized(new ModelCheckingOptions().invocationsPerIteration(100)).check(state);
    }

    /** A call has too many steps for that: these are threads that run free. */
    @Test
    void snapshotWhenItIsReplacedWhileCallsBeginIsSeenWhole() {
        sized(new StressOptions().invocationsPerIteration(150)).check(SharedSnapshot.class);
    }

    private static <T extends Options<T, ?>> T sized(T options) {
        return options.iterations(SCENARIOS)
                .threads(2)
                .actorsBefore(1)
                .actorsPerThread(3)
                .actorsAfter(1)
                .logLevel(LoggingLevel.OFF);
    }
}
