package dev.weft.bench.tier;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What bars are measured by must count what it is there to count. */
class TallyTests {

    private final Tally tally = new Tally();

    @ParameterizedTest
    @CsvSource({"999999, 1", "1000000, 0", "-1, 1"})
    void beginWhenLessThanAMillisecondIsLeftIsLate(long nanosLeft, long late) {
        tally.begin(nanosLeft);

        assertThat(tally.view().startedLate()).isEqualTo(late);
        assertThat(tally.view().arrived()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"10, 0", "-50, 0", "-51, 1"})
    void endWhenItIsLaterThanTheGraceIsLate(long millisLeft, long late) {
        tally.begin(Long.MAX_VALUE);

        tally.end(millisLeft, 50);

        assertThat(tally.view().workedLate()).isEqualTo(late);
    }

    @Test
    void insideWhenOneOfTwoHasEndedIsOne() {
        tally.begin(Long.MAX_VALUE);
        tally.begin(Long.MAX_VALUE);

        tally.end(0, 0);

        assertThat(tally.view().inside()).isEqualTo(1);
    }
}
