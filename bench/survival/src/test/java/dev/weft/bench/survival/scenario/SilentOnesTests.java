package dev.weft.bench.survival.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.bench.load.LoadReport;
import dev.weft.bench.load.Sample;
import dev.weft.bench.survival.NotRunException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SilentOnesTests {

    private static final long MILLI = 1_000_000;
    private static final long CUT = 1_000 * MILLI;

    @Test
    void heldCountsRequestsThatTookAnAttemptsTimeOrLongerSinceTheCut() {
        assertThat(SilentOnes.held("hole", report(sample(1_000, 500), sample(1_100, 700), sample(1_200, 499)), CUT))
                .isEqualTo(2);
    }

    @Test
    void heldWhenEveryRequestIsAnsweredInTimeIsNotRun() {
        assertThatThrownBy(() -> SilentOnes.held("hole", report(sample(900, 600), sample(1_100, 40)), CUT))
                .isInstanceOf(NotRunException.class)
                .hasMessage("hole: no request took as long as an attempt may");
    }

    private static LoadReport report(Sample... samples) {
        return new LoadReport(0, List.of(samples));
    }

    private static Sample sample(long dueMillis, long tookMillis) {
        return new Sample(0, dueMillis * MILLI, dueMillis * MILLI, (dueMillis + tookMillis) * MILLI, null);
    }
}
