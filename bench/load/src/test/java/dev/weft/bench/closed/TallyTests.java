package dev.weft.bench.closed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class TallyTests {

    @Test
    void sumHasTheCallsOfAllCallers() {
        Tally one = new Tally();
        one.answered(1_000);
        one.answered(3_000);
        Tally other = new Tally();
        other.answered(2_000);
        other.failed("status 503");

        Outcome sum = Tally.sum(List.of(one, other), 5_000, 700);

        assertThat(sum.answered()).isEqualTo(3);
        assertThat(sum.failed()).isEqualTo(1);
        assertThat(sum.nanos()).isEqualTo(5_000);
        assertThat(sum.allocated()).isEqualTo(700);
        assertThat(sum.why()).isEqualTo("status 503");
    }

    @Test
    void latenciesWhenTheyWereEncodedAreTheSame() {
        Tally tally = new Tally();
        for (long nanos = 1_000; nanos <= 100_000; nanos += 1_000) {
            tally.answered(nanos);
        }

        Histogram latencies = Tally.sum(List.of(tally), 1, 1).latencies();

        assertThat(latencies.getTotalCount()).isEqualTo(100);
        assertThat(latencies.valuesAreEquivalent(latencies.getValueAtPercentile(50), 50_000))
                .isTrue();
        assertThat(latencies.valuesAreEquivalent(latencies.getMaxValue(), 100_000))
                .isTrue();
    }

    @Test
    void answeredWhenItTookLongerThanAnythingIsCounted() {
        Tally tally = new Tally();
        tally.answered(Long.MAX_VALUE);

        assertThat(Tally.sum(List.of(tally), 1, 1).answered()).isEqualTo(1);
    }
}
