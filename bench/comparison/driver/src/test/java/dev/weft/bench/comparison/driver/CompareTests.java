package dev.weft.bench.comparison.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.bench.closed.Calls;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareTests {

    private final StringWriter out = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void listHasALineForEachColumnThatBeginsWithItsName() {
        assertThat(Compare.run(new PrintWriter(out), "--list")).isZero();

        assertThat(out.toString().lines())
                .hasSize(Column.values().length + Part.values().length)
                .anySatisfy(line -> assertThat(line).startsWith("footprint "))
                .anySatisfy(line -> assertThat(line).startsWith("engine "))
                .anySatisfy(line -> assertThat(line).startsWith("hand-wired "))
                .anySatisfy(line -> assertThat(line).startsWith("proxies-nginx "));
    }

    @Test
    void usageWhenAColumnIsUnknownEndsWithTwo() {
        assertThat(Compare.run(new PrintWriter(out), "no-such-column")).isEqualTo(2);
    }

    @Test
    void summaryKeepsWhatWasSaidAndNothingOfTheRunBefore() throws Exception {
        Files.writeString(folder.resolve("summary.txt"), "met     something, long ago");
        Summary summary = new Summary(folder, new PrintWriter(out, true));
        assertThat(folder.resolve("summary.txt")).doesNotExist();

        summary.say("NOT MET something");
        summary.say("met     something else");

        assertThat(folder.resolve("summary.txt")).hasContent("NOT MET something\nmet     something else");
        assertThat(out.toString()).contains("NOT MET something", "met     something else");
    }

    @Test
    void endWhenMeasuringBreaksOffInAnyWayIsABarThatIsMissed() {
        assertThat(Bar.ofEnd("footprint", () -> Integer.parseInt("<html>")))
                .singleElement()
                .satisfies(bar -> assertThat(bar.toString())
                        .startsWith("NOT MET footprint, to its end")
                        .contains("<html>"));
        assertThat(Bar.ofEnd("footprint", () -> {})).isEmpty();
    }

    @Test
    void comparisonsAreOfCallersAndOfGateways() {
        assertThat(Column.comparisons(List.of(Column.GATEWAY_WEFT, Column.BARE, Column.WEFT, Column.GATEWAY_STOCK)))
                .containsExactly(List.of(Column.BARE, Column.WEFT), List.of(Column.GATEWAY_WEFT, Column.GATEWAY_STOCK));
        assertThat(Column.comparisons(List.of(Column.BARE))).containsExactly(List.of(Column.BARE));
    }

    @Test
    void settingsHaveVirtualThreadsOnlyWhereTheJdkHas() {
        assertThat(Setting.calls(17)).containsExactly(Calls.BLOCKING, Calls.REACTIVE);
        assertThat(Setting.calls(25)).containsExactly(Calls.values());
    }

    @Test
    void settingsConcernAColumnThatIsOnlyObservedWhereItsBarsAreAskedFor() {
        assertThat(Setting.all(17).stream().filter(setting -> setting.concerns(Column.BARE_SPAN)))
                .hasSize(4)
                .allMatch(setting -> setting.observed() && setting.payload() == Payload.TINY);
    }

    @Test
    void reportHasRawFiguresATableAndAPlot() {
        Results results = new Results();
        results.add(Slices.slice(Column.BARE, Slices.MANY, 1, 1_000));
        results.add(Slices.slice(Column.WEFT, Slices.MANY, 1, 950));

        new Report(results, List.of(Column.BARE, Column.WEFT), List.of(Slices.MANY)).write(folder);

        assertThat(folder.resolve("slices.csv"))
                .content()
                .startsWith(Slice.HEAD)
                .contains("weft,blocking,false,32,16,1,950,0,1.000000,100.0,200.0,9500000,1.00,100.0,40.0");
        assertThat(folder.resolve("table.txt")).content().contains("950 [950-950]");
        assertThat(folder.resolve("throughput.svg")).content().contains("<svg");
    }
}
