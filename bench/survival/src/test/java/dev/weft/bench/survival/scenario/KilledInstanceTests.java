package dev.weft.bench.survival.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.bench.load.Sample;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KilledInstanceTests {

    @Test
    void isCutWhenAPartOfTheAnswerHadArrivedSaysSo() {
        assertThat(isCut("502 back: response truncated from 127.0.0.1:31622, after 10016 bytes {}"))
                .isTrue();
    }

    @Test
    void isCutWhenNothingOfTheAnswerHadArrivedSaysNo() {
        assertThat(isCut("502 back: response truncated from 127.0.0.1:31622, after 0 bytes {}"))
                .isFalse();
        assertThat(isCut("502 back: connection lost to 127.0.0.1:31622 {}")).isFalse();
        assertThat(isCut(null)).isFalse();
    }

    private static boolean isCut(@Nullable String problem) {
        return KilledInstance.isCut(new Sample(0, 0, 0, 1, problem));
    }
}
