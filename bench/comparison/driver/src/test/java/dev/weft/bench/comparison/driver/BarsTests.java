package dev.weft.bench.comparison.driver;

import static dev.weft.bench.comparison.driver.Slices.MANY;
import static dev.weft.bench.comparison.driver.Slices.ONE;
import static dev.weft.bench.comparison.driver.Slices.slice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.bench.closed.Calls;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BarsTests {

    private final Results results = new Results();

    @Test
    void barWhenSeveralNumbersOfCallersAreMeasuredIsOfTheWorst() {
        both(ONE, 1_000, 990);
        both(MANY, 1_000, 890);

        Bar throughput = bar("weft against bare, calls/s", Column.BARE, Column.WEFT);

        assertThat(throughput.isMet()).isFalse();
        assertThat(throughput.toString()).startsWith("NOT MET").contains("0.890", "at least 0.900", "32 callers");
    }

    @Test
    void barWhenMostRoundsMissSomewhereIsNotMetThoughEachMedianIs() {
        for (int round = 1; round <= 3; round++) {
            both(ONE, round, 1_000, round == 1 ? 500 : 1_000);
            both(MANY, round, 1_000, round == 2 ? 500 : 1_000);
        }

        Bar throughput = bar("weft against bare, calls/s", Column.BARE, Column.WEFT);

        assertThat(throughput.measured()).isEqualTo(new Spread(0.5, 1, 1));
        assertThat(throughput.isMet()).isFalse();
        assertThat(throughput.toString()).contains("in 1 of 3 rounds");
    }

    @Test
    void barWhenARoundWasNotMeasuredEverywhereIsNotMetInThatRound() {
        both(ONE, 1, 1_000, 1_000);
        both(MANY, 1, 1_000, 1_000);
        both(ONE, 2, 1_000, 1_000);

        Bar throughput = bar("weft against bare, calls/s", Column.BARE, Column.WEFT);

        assertThat(throughput.isMet()).isFalse();
        assertThat(throughput.toString()).contains("in 1 of 2 rounds");
    }

    @Test
    void barWhenLessIsBetterIsMetUpToItsLimit() {
        for (Setting setting : List.of(ONE, MANY)) {
            results.add(slice(Column.BARE, setting, 1, 1, 100, 1));
            results.add(slice(Column.WEFT, setting, 1, 1, 110, 1));
        }

        assertThat(bar("weft against bare, p50", Column.BARE, Column.WEFT).isMet())
                .isTrue();
    }

    @Test
    void barWhenThereAreSeveralProxiesIsOfTheBest() {
        for (Setting setting : List.of(ONE, MANY)) {
            results.add(slice(Column.WEFT, setting, 1, 1_000));
            results.add(slice(Column.PROXIES_NGINX, setting, 1, 300));
            results.add(slice(Column.PROXIES_HAPROXY, setting, 1, 600));
        }

        Bar throughput = bar(
                "weft against the best proxies, calls/s", Column.WEFT, Column.PROXIES_NGINX, Column.PROXIES_HAPROXY);

        assertThat(throughput.isMet()).isFalse();
        assertThat(throughput.note()).startsWith("proxies-haproxy");
    }

    @Test
    void barWhenAColumnIsMissingIsNotMetAndSaysWhy() {
        both(ONE, 1_000, 1_000);
        both(MANY, 1_000, 1_000);

        List<Bar> bars = bars(Map.of(Column.PROXIES_ENVOY, "no envoy"), Column.BARE, Column.WEFT, Column.PROXIES_ENVOY);

        assertThat(bars)
                .filteredOn(bar -> bar.name().contains("the best proxies"))
                .hasSize(3)
                .allSatisfy(bar -> assertThat(bar.isMet()).isFalse())
                .allSatisfy(bar ->
                        assertThat(bar.toString()).contains("NOT MEASURED", "proxies-envoy is missing", "no envoy"));
    }

    @Test
    void barsWhenTheOnlyColumnIsMissingAreNotAllMet() {
        assertThat(bars(Map.of(Column.PROXIES_ENVOY, "no envoy"), Column.PROXIES_ENVOY))
                .filteredOn(bar -> !bar.isMet())
                .singleElement()
                .satisfies(bar -> assertThat(bar.toString())
                        .startsWith("NOT MET")
                        .contains("column proxies-envoy is missing: no envoy"));
    }

    @Test
    void barWhenItsColumnsWereNotAskedForIsLeftOut() {
        assertThat(bars(Map.of(), Column.BARE, Column.WEFT))
                .noneMatch(bar -> bar.name().contains("proxies"))
                .noneMatch(bar -> bar.name().contains("hand-wired"));
        assertThat(bars(Map.of(), Column.BARE))
                .extracting(Bar::name)
                .containsExactly("calls that failed", "columns that don't observe as they should");
    }

    @Test
    void barsWhenACallFailedAreNotAllMet() {
        results.add(new Slice(Column.BARE, ONE, 1, 1_000, 1, 1, 100, 200, 1, 1, 100, 40));

        assertThat(bar("calls that failed", Column.BARE).isMet()).isFalse();
        assertThat(bar("calls that failed", Column.BARE).toString()).contains("bare: 1");
    }

    @Test
    void barOfObservationIsWhatItTakesMoreOfTheMeshThanOfBare() {
        Setting observed = new Setting(Calls.BLOCKING, true, 32, Payload.TINY);
        // Spring's own observation takes a fifth of what there is.
        results.add(slice(Column.BARE, MANY, 1, 1_000));
        results.add(slice(Column.BARE, observed, 1, 800));
        results.add(slice(Column.WEFT, MANY, 1, 900));
        results.add(slice(Column.WEFT, observed, 1, 702));
        // Nothing is left to compare with in the second round.
        results.add(slice(Column.WEFT, MANY, 2, 900));
        results.add(slice(Column.WEFT, observed, 2, 900));

        List<Bar> bars = new Bars(results, List.of(Column.BARE, Column.WEFT), Map.of(), List.of(MANY, observed)).all();

        assertThat(bars)
                .filteredOn(bar -> bar.name().contains("left by observation"))
                .singleElement()
                .satisfies(bar -> assertThat(bar.isMet()).isFalse())
                .satisfies(bar -> assertThat(bar.toString()).contains("0.975 [0.975-0.975]", "in 1 of 2 rounds"));
    }

    @Test
    void barOfAllocationIsInBytesAboveBareAndAboveOneSpanMoreWhereObserved() {
        Setting observed = new Setting(Calls.BLOCKING, true, 32, Payload.TINY);
        for (Setting setting : List.of(MANY, observed)) {
            results.add(new Slice(Column.BARE, setting, 1, 100, 0, 1, 100, 200, 1_000_000, 1, 100, 40));
            results.add(new Slice(Column.WEFT, setting, 1, 100, 0, 1, 100, 200, 1_110_000, 1, 100, 40));
        }
        results.add(new Slice(Column.BARE_SPAN, observed, 1, 100, 0, 1, 100, 200, 1_020_000, 1, 100, 40));

        List<Bar> bars = new Bars(
                        results, List.of(Column.BARE, Column.BARE_SPAN, Column.WEFT), Map.of(), List.of(MANY, observed))
                .all();

        assertThat(bars)
                .filteredOn(bar -> bar.name().startsWith("weft above bare"))
                .extracting(Bar::toString)
                .satisfiesExactlyInAnyOrder(
                        bar -> assertThat(bar).startsWith("NOT MET").contains("(blocking)", "1,100", "at most 1,024"),
                        bar -> assertThat(bar)
                                .startsWith("met")
                                .contains("one span more", "(blocking, observed)", "900"));
    }

    @Test
    void barOfAllocationWhenNothingWasCountedIsNotMeasured() {
        results.add(new Slice(Column.BARE, MANY, 1, 100, 0, 1, 100, 200, 1_000_000, 1, 100, 40));
        results.add(new Slice(Column.WEFT, MANY, 1, 100, 0, 1, 100, 200, 0, 1, 100, 40));

        List<Bar> bars = new Bars(results, List.of(Column.BARE, Column.WEFT), Map.of(), List.of(MANY)).all();

        assertThat(bars)
                .filteredOn(bar -> bar.name().startsWith("weft above bare"))
                .singleElement()
                .satisfies(
                        bar -> assertThat(bar.toString()).startsWith("NOT MET").contains("NOT MEASURED"));
        assertThat(results.spread(Column.WEFT, MANY, Figure.ALLOCATED)).isEmpty();
    }

    @Test
    void barOfObservationsIsMetIfAllWereLookedAtAndAreWell() {
        assertThat(bar("columns that don't observe", Column.BARE).isMet()).isFalse();

        results.addObservation("bare", List.of());
        assertThat(bar("columns that don't observe", Column.BARE).isMet()).isTrue();

        results.addObservation("bare, observed", List.of("0 spans of the caller for 900 calls"));
        assertThat(bar("columns that don't observe", Column.BARE).toString())
                .startsWith("NOT MET")
                .contains("bare, observed: 0 spans of the caller for 900 calls");
    }

    @Test
    void barOfFirstCallsIsMetByMostOfThem() {
        List.of(1.0, 2.0, 40.0).forEach(millis -> results.addFirstCall(false, millis));

        Bar first = bar("weft, first call", Column.WEFT);

        assertThat(first.isMet()).isTrue();
        assertThat(first.toString()).contains("2.00 [1.00-40.0]", "at most 5.00 in 2 of 3 rounds");
    }

    @Test
    void barOfFirstCallsWhenThereAreNoneIsNotMet() {
        assertThat(bar("weft, first call", Column.WEFT).isMet()).isFalse();
    }

    @Test
    void barOfTheGatewayIsAgainstAStockOneForOneKindOfCaller() {
        Setting reactive = new Setting(Calls.REACTIVE, false, 32, Payload.TINY);
        results.add(slice(Column.GATEWAY_STOCK, MANY, 1, 1_000));
        results.add(slice(Column.GATEWAY_WEFT, MANY, 1, 960));

        List<Bar> bars = new Bars(
                        results, List.of(Column.GATEWAY_WEFT, Column.GATEWAY_STOCK), Map.of(), List.of(MANY, reactive))
                .all();

        assertThat(bars)
                .filteredOn(bar -> bar.name().startsWith("gateway-weft against"))
                .singleElement()
                .satisfies(bar -> assertThat(bar.isMet()).isTrue())
                .satisfies(bar -> assertThat(bar.toString()).contains("0.960", "at least 0.950"));
    }

    private void both(Setting setting, long bare, long weft) {
        both(setting, 1, bare, weft);
    }

    private void both(Setting setting, int round, long bare, long weft) {
        results.add(slice(Column.BARE, setting, round, bare));
        results.add(slice(Column.WEFT, setting, round, weft));
    }

    private Bar bar(String name, Column... wanted) {
        return bars(Map.of(), wanted).stream()
                .filter(bar -> bar.name().startsWith(name))
                .findFirst()
                .orElseThrow();
    }

    private List<Bar> bars(Map<Column, String> missing, Column... wanted) {
        return new Bars(results, Arrays.asList(wanted), missing, List.of(ONE, MANY)).all();
    }
}
