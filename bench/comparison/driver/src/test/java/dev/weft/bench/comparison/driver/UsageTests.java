package dev.weft.bench.comparison.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class UsageTests {

    @Test
    void ticksWhenTheCommandHasBracketsAndSpacesAreUserAndSystem() {
        String stat = "4711 (a (b) c) S 1 4711 4711 0 -1 4194304 100 200 3 4 250 50 7 8 20 0 12 0 99 1000 200";

        assertThat(Usage.ticks(stat)).isEqualTo(300);
    }

    @Test
    void pssIsThatOfAllMappingsTogether() {
        assertThat(Usage.pssKib("""
                        00400000-7ffd000 ---p 00000000 00:00 0 [rollup]
                        Rss:  4096 kB
                        Pss:    2048 kB
                        Pss_Anon:  1024 kB
                        SwapPss:  7 kB
                        """)).isEqualTo(2_048);
    }

    @Test
    void pssOfThisProcessIsThatOfAJvm() {
        assertThat(Usage.pssMib(List.of(ProcessHandle.current()))).isBetween(10.0, 100_000.0);
    }

    @Test
    void pssWhenThereIsNoneIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Usage.pssKib("Rss:  4096 kB\n"));
    }
}
