package dev.weft.bench.comparison.driver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.weft.bench.closed.Calls;
import dev.weft.bench.closed.Tally;
import dev.weft.bench.fleet.Fleet;
import dev.weft.bench.fleet.Instance;
import dev.weft.bench.fleet.Place;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The callers are processes that do nothing; this one answers for them. */
class RoundsTests {

    private static final Setting REACTIVE = new Setting(Calls.REACTIVE, false, 1, Payload.TINY);
    private static final Setting LONG = new Setting(Calls.BLOCKING, false, 1, Payload.MIB_10);
    private static final Rounds ROUNDS = new Rounds(2, Duration.ofMillis(20), Duration.ofMillis(10));

    /** 1.5 MiB. */
    private static final long HEAP = 3 << 19;

    private final Results results = new Results();
    private final List<String> runs = new CopyOnWriteArrayList<>();
    private HttpServer callers;
    private Fleet fleet;
    private volatile int status = 200;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        Tally tally = new Tally();
        tally.answered(80_000);
        tally.answered(120_000);
        tally.failed("status 503");
        byte[] outcome = new ObjectMapper().writeValueAsBytes(Tally.sum(List.of(tally), 500_000_000, 4_000));
        callers = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        callers.createContext("/run", exchange -> {
            runs.add(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getQuery());
            exchange.sendResponseHeaders(status, outcome.length);
            exchange.getResponseBody().write(outcome);
            exchange.close();
        });
        callers.createContext("/heap", exchange -> {
            byte[] bytes = Long.toString(HEAP).getBytes(UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        callers.createContext("/first", exchange -> {
            byte[] nanos = "[7500000,2500000]".getBytes(UTF_8);
            exchange.sendResponseHeaders(200, nanos.length);
            exchange.getResponseBody().write(nanos);
            exchange.close();
        });
        callers.start();
        fleet = new Fleet(folder, folder);
    }

    @AfterEach
    void stop() {
        fleet.close();
        callers.stop(0);
    }

    @Test
    void measureToldByACallerIsASlice() {
        Slice slice = subject(Column.WEFT).measure(Slices.MANY, 3, Duration.ofMillis(20));

        assertThat(runs).containsExactly("POST calls=BLOCKING&callers=32&bytes=16&millis=20");
        assertThat(slice.column()).isEqualTo(Column.WEFT);
        assertThat(slice.round()).isEqualTo(3);
        assertThat(slice.answered()).isEqualTo(2);
        assertThat(slice.failed()).isEqualTo(1);
        assertThat(slice.perSecond()).isEqualTo(4);
        assertThat(slice.allocatedPerCall()).isEqualTo(2_000);
        assertThat(slice.p50Micros()).isBetween(79.0, 81.0);
        assertThat(slice.p99Micros()).isBetween(119.0, 121.0);
        assertThat(slice.cpuSeconds()).isBetween(0.0, 1.0);
        assertThat(slice.pssMib()).isBetween(0.01, 100.0);
        assertThat(slice.heapMib()).isEqualTo(1.5);
    }

    @Test
    void measureLooksAtHeapsWhereMostCallersHaveTinyAnswersOnly() {
        Slice slice = subject(Column.WEFT).measure(LONG, 1, Duration.ofMillis(20));

        results.add(slice);

        assertThat(slice.heapMib()).isNaN();
        assertThat(results.spread(Column.WEFT, LONG, Figure.HEAP)).isEmpty();
    }

    @Test
    void estimateOfAWholeRunIsAboutAQuarterOfAnHourWithoutVirtualThreads() {
        assertThat(Rounds.WHOLE.estimate(List.of(Column.values()), Setting.all(17)))
                .isBetween(Duration.ofMinutes(12), Duration.ofMinutes(16));
    }

    @Test
    void estimateCountsColumnsOnlyUnderSettingsThatConcernThem() {
        Duration bare = ROUNDS.estimate(List.of(Column.BARE), List.of(Slices.ONE));

        assertThat(ROUNDS.estimate(List.of(Column.BARE), List.of(Slices.ONE, LONG)))
                .isGreaterThan(bare);
        assertThat(ROUNDS.estimate(List.of(Column.HAND_WIRED), List.of(Slices.ONE, LONG)))
                .isEqualTo(bare);
    }

    @Test
    void firstCallIsWhatItTakesAboveTheSecond() {
        assertThat(subject(Column.WEFT).firstCallMillis("late-1")).isEqualTo(5);
    }

    @Test
    void measureWhenTheCallerRefusesIsAnError() {
        status = 500;

        assertThatIllegalStateException()
                .isThrownBy(() -> subject(Column.BARE).measure(Slices.ONE, 1, Duration.ofMillis(20)))
                .withMessageContaining("500");
    }

    @Test
    void roundsMeasureEachColumnOnceUnderEachSettingThatConcernsIt() {
        ROUNDS.run(
                List.of(subject(Column.BARE), subject(Column.LOADBALANCER), subject(Column.HAND_WIRED)),
                List.of(Slices.ONE, REACTIVE, LONG),
                results);

        assertThat(results.slices())
                .extracting(slice -> slice.round() + " " + slice.setting().calls() + " "
                        + slice.setting().payload() + " " + slice.column())
                .containsExactlyInAnyOrder(
                        "1 BLOCKING tiny bare",
                        "1 BLOCKING tiny loadbalancer",
                        "1 BLOCKING tiny hand-wired",
                        "1 REACTIVE tiny bare",
                        "1 REACTIVE tiny loadbalancer",
                        "1 REACTIVE tiny hand-wired",
                        "1 BLOCKING 10 MiB, streamed bare",
                        "2 BLOCKING tiny bare",
                        "2 BLOCKING tiny loadbalancer",
                        "2 BLOCKING tiny hand-wired",
                        "2 REACTIVE tiny bare",
                        "2 REACTIVE tiny loadbalancer",
                        "2 REACTIVE tiny hand-wired",
                        "2 BLOCKING 10 MiB, streamed bare");
        assertThat(runs)
                .hasSize(21)
                .filteredOn(run -> run.endsWith("millis=10"))
                .hasSize(7);
    }

    @Test
    void roundsWhenAColumnIsObservedTooMeasureBothBeforeTheNextSetting() {
        Setting one = new Setting(Calls.BLOCKING, true, 1, Payload.TINY);
        Setting many = new Setting(Calls.BLOCKING, true, 32, Payload.TINY);
        ROUNDS.run(
                List.of(subject(Column.WEFT), subject(Column.WEFT, true)),
                List.of(Slices.ONE, Slices.MANY, one, many),
                results);

        assertThat(results.slices())
                .extracting(slice -> slice.round() + " " + slice.setting().callers())
                .containsExactly("1 1", "1 1", "1 32", "1 32", "2 1", "2 1", "2 32", "2 32");
        assertThat(results.slices())
                .filteredOn(slice -> slice.setting().observed())
                .hasSize(4);
    }

    /** Or else the memory of columns that give long answers would be that of these. */
    @Test
    void roundsMeasureLongAnswersAfterAllTinyOnes() {
        ROUNDS.run(List.of(subject(Column.WEFT)), List.of(LONG, Slices.ONE, REACTIVE), results);

        assertThat(results.slices())
                .extracting(slice -> slice.setting().payload())
                .containsExactly(
                        Payload.TINY, Payload.TINY, Payload.TINY, Payload.TINY, Payload.MIB_10, Payload.MIB_10);
        assertThat(runs.subList(0, 6)).noneMatch(run -> run.contains("bytes=10485760"));
    }

    @Test
    void roundsWhenAProcessHasEndedGoOnWithTheOthersAndSayWhich() {
        Subject dead = subject(Column.BARE);
        dead.caller().kill();

        ROUNDS.run(List.of(dead, subject(Column.WEFT)), List.of(Slices.ONE), results);

        assertThat(results.slices()).extracting(Slice::column).containsExactly(Column.WEFT, Column.WEFT);
        assertThat(results.broken()).containsOnlyKeys("bare");
        assertThat(results.broken().get("bare")).contains("bare (port", "has ended; see ");
        assertThat(new Bars(results, List.of(Column.BARE), Map.of(), List.of(Slices.ONE)).all())
                .filteredOn(bar -> bar.name().equals("column bare, to the end"))
                .singleElement()
                .satisfies(bar -> assertThat(bar.isMet()).isFalse());
    }

    @Test
    void roundsCountFailuresOfTheWarmUpToo() {
        ROUNDS.run(List.of(subject(Column.WEFT)), List.of(Slices.ONE), results);

        assertThat(results.slices()).hasSize(2);
        assertThat(results.failed()).containsExactly(Map.entry(Column.WEFT, 3L));
    }

    private Subject subject(Column column) {
        return subject(column, false);
    }

    private Subject subject(Column column, boolean observed) {
        Place place = Place.onLoopback(callers.getAddress().getPort());
        Instance caller = fleet.launch(List.of("sleep", "60"), column.toString(), place);
        return new Subject(column, observed, fleet, caller, List.of(), List.of());
    }
}
