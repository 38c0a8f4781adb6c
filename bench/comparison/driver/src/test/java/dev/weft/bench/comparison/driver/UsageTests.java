package dev.weft.bench.comparison.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class UsageTests {

    @Test
    void ticksWhenTheCommandHasBracketsAndSpacesAreUserAndSystem() {
        String stat = "4711 (a (b) c) S 1 4711 4711 0 -1 4194304 100 200 3 4 250 50 7 8 20 0 12 0 99 1000 200";

        assertThat(Usage.ticks(stat)).isEqualTo(300);
    }

    @Test
    void peakIsTheHighestResidentSize() {
        assertThat(Usage.peakKib("VmPeak:\t 9000 kB\nVmSize:\t 8000 kB\nVmHWM:\t    2048 kB\nVmRSS:\t 1024 kB\n"))
                .isEqualTo(2_048);
    }

    @Test
    void peakWhenTheStatusHasNoneIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Usage.peakKib("Name:\tkthreadd\n"));
    }
}
