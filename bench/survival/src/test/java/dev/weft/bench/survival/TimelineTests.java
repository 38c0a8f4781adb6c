package dev.weft.bench.survival;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.bench.load.LoadReport;
import dev.weft.bench.load.Sample;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.XYChart;

class TimelineTests {

    private static final long SECOND = 1_000_000_000;

    private final LoadReport report = new LoadReport(
            7,
            List.of(
                    new Sample(0, 7, 7, 7 + SECOND / 100, null),
                    new Sample(1, 7 + SECOND / 2, 7 + SECOND / 2, 7 + SECOND, "500"),
                    new Sample(2, 7 + 3 * SECOND, 7 + 3 * SECOND, 7 + 3 * SECOND + SECOND / 50, null)));

    @Test
    void secondsAreThoseInWhichRequestsWereDue() {
        List<Timeline.Second> seconds = new Timeline(report, List.of()).seconds();

        assertThat(seconds).extracting(Timeline.Second::second).containsExactly(0, 3);
        assertThat(seconds).extracting(Timeline.Second::successPercent).containsExactly(50.0, 100.0);
        assertThat(seconds).extracting(second -> Math.round(second.p50Millis())).containsExactly(10L, 20L);
    }

    @Test
    void loadIsWrittenAsATableAndAsAChart(@TempDir Path folder) throws Exception {
        new Timeline(report, List.of(new Timeline.Mark(8 + SECOND, "kill"))).write(folder, "a load");

        assertThat(folder.resolve("a-load.csv"))
                .hasContent("second,requests,failed,success_percent,p50_ms,p99_ms\n"
                        + "0,2,1,50.000,10.002,10.002\n"
                        + "3,1,0,100.000,20.005,20.005\n");
        assertThat(Files.readString(folder.resolve("a-load.svg"))).contains("<svg", "<line", ">kill<");
    }

    @Test
    void chartSaysWhatEachOfItsAxesMeasures() {
        XYChart chart = new Timeline(report, List.of()).chart("a load");

        assertThat(chart.getXAxisTitle()).isEqualTo("second in which requests were due");
        assertThat(chart.getYAxisGroupTitle(0)).isEqualTo("latency of good answers, ms");
        assertThat(chart.getYAxisGroupTitle(1)).isEqualTo("success, %");
    }

    @Test
    void secondWithoutAGoodAnswerHasNoLatency(@TempDir Path folder) throws Exception {
        LoadReport lost = new LoadReport(
                7, List.of(new Sample(0, 7, 7, 8, "500"), new Sample(1, 7 + SECOND, 7 + SECOND, 8 + SECOND, "500")));

        new Timeline(lost, List.of()).write(folder, "lost");

        assertThat(folder.resolve("lost.csv"))
                .hasContent("second,requests,failed,success_percent,p50_ms,p99_ms\n0,1,1,0.000,,\n1,1,1,0.000,,\n");
        assertThat(folder.resolve("lost.svg")).exists();
    }

    @Test
    void eventIsInTheChartOfEveryLoadThatWasUnderWay(@TempDir Path folder) throws Exception {
        Findings findings = new Findings(folder, new PrintWriter(new StringWriter()));
        long start = System.nanoTime();
        findings.event("kill");
        LoadReport load = new LoadReport(
                start,
                List.of(
                        new Sample(0, start, start, start, null),
                        new Sample(1, start + 600 * SECOND, start + 600 * SECOND, start + 601 * SECOND, "500")));

        findings.load("one", load);
        findings.load("other", load);

        assertThat(Files.readString(folder.resolve("one.svg"))).contains(">kill<");
        assertThat(Files.readString(folder.resolve("other.svg"))).contains(">kill<");
    }
}
