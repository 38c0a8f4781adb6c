package dev.weft.bench.comparison.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;

/** What a run has come to: raw figures, a table, a plot. */
record Report(Results results, Collection<Column> columns, List<Setting> settings) {

    /** A table for each setting: medians, and how far they reach. */
    List<String> table() {
        List<String> lines = new ArrayList<>();
        for (Setting setting : settings) {
            if (columns.stream().noneMatch(setting::concerns)) {
                continue;
            }
            lines.add("");
            lines.add(setting + ":");
            lines.add(row("column", Stream.of(Figure.values()).map(Figure::toString)));
            for (Column column : columns) {
                if (setting.concerns(column)) {
                    lines.add(row(
                            column.toString(),
                            Stream.of(Figure.values())
                                    .map(figure -> results.spread(column, setting, figure)
                                            .map(Spread::toString)
                                            .orElse("-"))));
                }
            }
        }
        return lines;
    }

    private static String row(String first, Stream<String> cells) {
        StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "  %-16s", first));
        cells.forEach(cell -> row.append(String.format(Locale.ROOT, " %24s", cell)));
        return row.toString();
    }

    /** Writes all that into a folder. */
    void write(Path folder) {
        List<String> raw = new ArrayList<>();
        raw.add(Slice.HEAD);
        results.slices().forEach(slice -> raw.add(slice.line()));
        try {
            Files.write(folder.resolve("slices.csv"), raw);
            Files.write(folder.resolve("table.txt"), table());
            Files.write(folder.resolve("first-calls.csv"), firstCalls());
            if (columns.contains(Column.BARE)) {
                VectorGraphicsEncoder.saveVectorGraphic(
                        throughput(), folder.resolve("throughput.svg").toString(), VectorGraphicsFormat.SVG);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't write the results to " + folder, e);
        }
    }

    private List<String> firstCalls() {
        List<String> lines = new ArrayList<>();
        lines.add("observed,ms_above_second");
        for (boolean observed : new boolean[] {false, true}) {
            results.firstCalls(observed)
                    .forEach(millis -> lines.add(String.format(Locale.ROOT, "%b,%.3f", observed, millis)));
        }
        return lines;
    }

    /** What is left of the bare client's calls a second. */
    private CategoryChart throughput() {
        CategoryChart chart = new CategoryChartBuilder()
                .width(1_000)
                .height(450)
                .title("Calls a second beside the bare client's, " + Setting.MOST_CALLERS + " callers")
                .yAxisTitle("of bare")
                .build();
        // The others are there for one bar each.
        List<Column> callers = columns.stream()
                .filter(column -> column.gateway() == null)
                .filter(column -> column.observations().size() > 1)
                .toList();
        List<String> names = callers.stream().map(Column::toString).toList();
        settings.stream()
                .filter(setting -> setting.callers() == Setting.MOST_CALLERS)
                .forEach(setting -> chart.addSeries(setting.group(), names, ratios(callers, setting)));
        chart.getStyler().setYAxisMin(0.0);
        return chart;
    }

    private List<Double> ratios(List<Column> callers, Setting setting) {
        return callers.stream()
                .map(column -> results.ratio(column, Column.BARE, setting, Figure.THROUGHPUT))
                .map(ratio -> ratio.isEmpty() ? 0.0 : Spread.of(ratio.values()).median())
                .toList();
    }
}
