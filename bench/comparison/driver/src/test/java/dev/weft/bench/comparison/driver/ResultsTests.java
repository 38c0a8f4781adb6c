package dev.weft.bench.comparison.driver;

import static dev.weft.bench.comparison.driver.Slices.MANY;
import static dev.weft.bench.comparison.driver.Slices.ONE;
import static dev.weft.bench.comparison.driver.Slices.slice;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultsTests {

    private final Results results = new Results();

    @Test
    void spreadIsThatOfOneColumnUnderOneSetting() {
        results.add(slice(Column.BARE, ONE, 1, 100));
        results.add(slice(Column.BARE, ONE, 2, 300));
        results.add(slice(Column.BARE, MANY, 1, 7_000));
        results.add(slice(Column.WEFT, ONE, 1, 9_000));

        assertThat(results.spread(Column.BARE, ONE, Figure.THROUGHPUT)).contains(new Spread(100, 200, 300));
        assertThat(results.spread(Column.LOADBALANCER, ONE, Figure.THROUGHPUT)).isEmpty();
    }

    @Test
    void ratioComparesWithinEachRound() {
        // The machine is half as fast in the second round, for both.
        results.add(slice(Column.BARE, ONE, 1, 1_000));
        results.add(slice(Column.WEFT, ONE, 1, 900));
        results.add(slice(Column.WEFT, ONE, 2, 450));
        results.add(slice(Column.BARE, ONE, 2, 500));

        assertThat(results.ratio(Column.WEFT, Column.BARE, ONE, Figure.THROUGHPUT))
                .containsExactly(Map.entry(1, 0.9), Map.entry(2, 0.9));
    }

    @Test
    void ratioWhenARoundAnsweredNothingLeavesThatRoundOut() {
        results.add(slice(Column.BARE, ONE, 1, 0));
        results.add(slice(Column.WEFT, ONE, 1, 900));

        assertThat(results.ratio(Column.WEFT, Column.BARE, ONE, Figure.THROUGHPUT))
                .isEmpty();
    }

    @Test
    void differenceIsWhatAColumnHasMore() {
        results.add(slice(Column.BARE, ONE, 1, 1_000, 100, 1));
        results.add(slice(Column.WEFT, ONE, 1, 1_000, 130, 1));

        assertThat(results.difference(Column.WEFT, Column.BARE, ONE, Figure.P50))
                .containsExactly(Map.entry(1, 30.0));
    }

    @Test
    void ratioOfTwoSettingsIsThatOfEachColumnUnderItsOwn() {
        results.add(slice(Column.WEFT, ONE, 1, 100));
        results.add(slice(Column.WEFT, MANY, 1, 7));
        results.add(slice(Column.BARE, MANY, 1, 400));

        assertThat(results.ratio(Column.BARE, MANY, Column.WEFT, ONE, Figure.THROUGHPUT))
                .containsExactly(Map.entry(1, 4.0));
    }

    @Test
    void costAtAThousandCallsASecondIsThatOfSoManyCalls() {
        // Two thousand calls in a second, of 0.5 s and 100 MiB.
        results.add(slice(Column.BARE, ONE, 1, 2_000, 100, 0.5));

        assertThat(results.spread(Column.BARE, ONE, Figure.CPU)).contains(new Spread(0.25, 0.25, 0.25));
        assertThat(results.spread(Column.BARE, ONE, Figure.MEMORY_AT_THOUSAND)).contains(new Spread(50, 50, 50));
    }
}
