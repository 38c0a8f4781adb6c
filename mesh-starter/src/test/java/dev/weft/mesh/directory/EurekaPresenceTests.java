package dev.weft.mesh.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EurekaPresenceTests {

    @Test
    void pauseIsHalfASecondToASecondAtFirstAndASecondToTwoLaterAndNeverTheSameForLong() {
        assertThat(pauses(1)).allMatch(pause -> pause >= 500 && pause <= 1_000);
        assertThat(pauses(100)).allMatch(pause -> pause >= 1_000 && pause <= 2_000);
        assertThat(pauses(100).distinct().count()).isGreaterThan(100);
    }

    private static LongStream pauses(int tries) {
        RandomGenerator random = new SplittableRandom(42);
        return LongStream.generate(() -> EurekaPresence.pauseMillis(tries, random))
                .limit(1_000);
    }
}
