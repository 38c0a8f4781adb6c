package dev.weft.mesh.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weft.mesh.sim.Cases;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FailoverTests {

    @Test
    void sharesWhenFirstLevelIsHealthyEnoughKeepEverythingThere() {
        assertThat(shares(0.72, 1)).containsExactly(new double[] {1, 0}, within(1e-9));
    }

    @Test
    void sharesWhenFirstLevelIsBelow72PercentSpillWhatItCannotCarry() {
        assertThat(shares(0.5, 1)).containsExactly(new double[] {0.7, 0.3}, within(1e-9));
    }

    @Test
    void sharesWhenFirstLevelIsGoneGoToTheNext() {
        assertThat(shares(0, 1, 1)).containsExactly(new double[] {0, 1, 0}, within(1e-9));
    }

    @Test
    void sharesWhenAllTogetherDoNotSufficeAreInProportion() {
        assertThat(shares(0.2, 0.2)).containsExactly(new double[] {0.5, 0.5}, within(1e-9));
    }

    @Test
    void sharesWhenNothingIsHealthyStayAtTheFirstLevel() {
        assertThat(shares(0, 0)).containsExactly(1, 0);
    }

    @Test
    void sharesWhateverTheHealthAreSharesAndSumToOne() {
        Cases.run(5_000, random -> {
            double[] healthy = random.doubles(random.nextInt(1, 6)).toArray();

            double[] shares = shares(healthy);

            assertThat(Arrays.stream(shares).sum()).isCloseTo(1, within(1e-9));
            assertThat(shares).doesNotContain(Double.NaN);
            assertThat(Arrays.stream(shares).min().orElseThrow()).isNotNegative();
        });
    }

    private static double[] shares(double... healthy) {
        return Failover.shares(Failover.capacity(healthy));
    }
}
