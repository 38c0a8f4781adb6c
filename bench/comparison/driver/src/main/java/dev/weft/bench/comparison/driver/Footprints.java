package dev.weft.bench.comparison.driver;

import dev.weft.bench.comparison.driver.Footprint.Measure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** All processes that were measured before they called anybody, and the bars for them. Not thread-safe. */
final class Footprints {

    private final List<Footprint> all = new ArrayList<>();

    void add(Footprint footprint) {
        all.add(footprint);
    }

    /** What the mesh takes more than others do, each time within a round. */
    List<Bar> bars() {
        return List.of(
                above(Shape.EUREKA, Measure.HEAP, 10),
                above(Shape.EUREKA, Measure.THREADS, 4),
                above(Shape.EUREKA, Measure.START, 300),
                above(Shape.BARE, Measure.HEAP, 24),
                above(Shape.BARE, Measure.THREADS, 12),
                above(Shape.BARE, Measure.START, 1_300));
    }

    private Bar above(Shape other, Measure measure, double limit) {
        String name = "footprint, weft above " + other + ", " + measure;
        List<Double> differences = of(Shape.WEFT).stream()
                .flatMap(weft -> of(other).stream()
                        .filter(one -> one.round() == weft.round())
                        .map(one -> measure.of(weft) - measure.of(one)))
                .toList();
        return differences.isEmpty()
                ? Bar.unmeasured(name, "the run did not come to that")
                : new Bar(name, limit, true, Spread.of(differences), differences, "");
    }

    /** Medians, and how far they reach. */
    List<String> table() {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("footprint, " + Destinations.THOUSAND.services() + " services of " + Destinations.THOUSAND.endpoints()
                + " endpoints each known:");
        lines.add(row("shape", Stream.of(Measure.values()).map(Measure::toString)));
        for (Shape shape : Shape.values()) {
            lines.add(row(shape.toString(), Stream.of(Measure.values()).map(measure -> told(of(shape), measure))));
        }
        return lines;
    }

    private static String told(List<Footprint> footprints, Measure measure) {
        return footprints.isEmpty()
                ? "-"
                : Spread.of(footprints.stream().map(measure::of).toList()).toString();
    }

    private static String row(String first, Stream<String> cells) {
        StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "  %-16s", first));
        cells.forEach(cell -> row.append(String.format(Locale.ROOT, " %24s", cell)));
        return row.toString();
    }

    /** Writes the raw figures into a folder. */
    void write(Path folder) {
        try {
            Files.write(
                    folder.resolve("footprint.csv"),
                    Stream.concat(Stream.of(Footprint.HEAD), all.stream().map(Footprint::line))
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException("can't write the results to " + folder, e);
        }
    }

    private List<Footprint> of(Shape shape) {
        return all.stream().filter(footprint -> footprint.shape() == shape).toList();
    }
}
