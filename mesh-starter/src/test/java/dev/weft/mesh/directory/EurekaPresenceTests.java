package dev.weft.mesh.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EurekaPresenceTests {

    @Test
    void pauseWhenTriesFollowEachOtherIsHalfASecondToASecondAndNeverTheSameForLong() {
        RandomGenerator random = new SplittableRandom(42);

        long[] pauses = LongStream.generate(() -> EurekaPresence.pauseMillis(random))
                .limit(1_000)
                .toArray();

        assertThat(LongStream.of(pauses)).allMatch(pause -> pause >= 500 && pause <= 1_000);
        assertThat(LongStream.of(pauses).distinct().count()).isGreaterThan(100);
    }
}
