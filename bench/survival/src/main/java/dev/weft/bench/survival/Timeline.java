package dev.weft.bench.survival;

import dev.weft.bench.load.LoadReport;
import dev.weft.bench.load.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.YAxisPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A load second by second, by when its requests were due.
 *
 * @param report the load
 * @param marks what happened meanwhile
 */
record Timeline(LoadReport report, List<Mark> marks) {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;

    /** So many fit beside each other. */
    private static final int MOST_TEXTS = 70;

    /** Something that happened at a moment of the monotonic clock. */
    record Mark(long nanos, String what) {}

    /** The requests that were due in one second; latencies of the good ones, no numbers where there are none. */
    record Second(int second, int requests, int failed, double p50Millis, double p99Millis) {

        double successPercent() {
            return 100.0 * (requests - failed) / requests;
        }
    }

    /** Seconds without a request are left out. */
    List<Second> seconds() {
        List<List<Sample>> buckets = new ArrayList<>();
        for (Sample sample : report.samples()) {
            int second = (int) ((sample.dueNanos() - report.startNanos()) / NANOS_PER_SECOND);
            while (buckets.size() <= second) {
                buckets.add(new ArrayList<>());
            }
            buckets.get(second).add(sample);
        }
        List<Second> seconds = new ArrayList<>();
        for (int n = 0; n < buckets.size(); n++) {
            if (!buckets.get(n).isEmpty()) {
                seconds.add(second(n, buckets.get(n)));
            }
        }
        return seconds;
    }

    private static Second second(int n, List<Sample> samples) {
        Histogram latencies = new Histogram(3);
        samples.stream().filter(Sample::isGood).forEach(sample -> latencies.recordValue(sample.latencyNanos()));
        return new Second(
                n,
                samples.size(),
                samples.size() - (int) latencies.getTotalCount(),
                millis(latencies, 50),
                millis(latencies, 99));
    }

    private static double millis(Histogram latencies, double percent) {
        return latencies.getTotalCount() == 0 ? Double.NaN : latencies.getValueAtPercentile(percent) / NANOS_PER_MILLI;
    }

    /** Writes a table and a chart. */
    void write(Path folder, String name) {
        String file = name.replaceAll("[^A-Za-z0-9]+", "-");
        try {
            Files.createDirectories(folder);
            Files.write(folder.resolve(file + ".csv"), table());
            if (!report.samples().isEmpty()) {
                VectorGraphicsEncoder.saveVectorGraphic(
                        chart(name), folder.resolve(file + ".svg").toString(), VectorGraphicsFormat.SVG);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't write the results to " + folder, e);
        }
    }

    private List<String> table() {
        List<String> lines = new ArrayList<>(List.of("second,requests,failed,success_percent,p50_ms,p99_ms"));
        for (Second second : seconds()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%d,%d,%d,%.3f,%s,%s",
                    second.second(),
                    second.requests(),
                    second.failed(),
                    second.successPercent(),
                    cell(second.p50Millis()),
                    cell(second.p99Millis())));
        }
        return lines;
    }

    private static String cell(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.3f", value);
    }

    XYChart chart(String name) {
        List<Second> seconds = seconds();
        double[] at = seconds.stream().mapToDouble(Second::second).toArray();
        XYChart chart = new XYChartBuilder()
                .width(1_000)
                .height(400)
                .title(name)
                .xAxisTitle("second in which requests were due")
                .build();
        chart.setYAxisGroupTitle(0, "latency of good answers, ms");
        chart.setYAxisGroupTitle(1, "success, %");
        chart.addSeries(
                "p50", at, seconds.stream().mapToDouble(Second::p50Millis).toArray());
        chart.addSeries(
                "p99", at, seconds.stream().mapToDouble(Second::p99Millis).toArray());
        chart.addSeries(
                        "success",
                        at,
                        seconds.stream().mapToDouble(Second::successPercent).toArray())
                .setYAxisGroup(1);
        chart.getSeriesMap().values().forEach(series -> series.setMarker(SeriesMarkers.NONE));
        chart.getStyler().setYAxisGroupPosition(1, YAxisPosition.Right);
        chart.getStyler().setYAxisMin(0, 0.0);
        chart.getStyler().setYAxisMin(1, 0.0);
        chart.getStyler().setYAxisMax(1, 100.0);
        double last = at[at.length - 1];
        double free = 0;
        for (Mark mark : marks) {
            double second = (mark.nanos() - report.startNanos()) / NANOS_PER_SECOND;
            if (second >= 0 && second <= last) {
                boolean room = second >= free;
                chart.addAnnotation(new EventLine(second, room ? mark.what() : ""));
                free = room ? second + last / MOST_TEXTS : free;
            }
        }
        return chart;
    }
}
