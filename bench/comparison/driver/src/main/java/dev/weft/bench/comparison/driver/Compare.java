package dev.weft.bench.comparison.driver;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench/compare}: measures columns in turn, and says which bars are met. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = "Measures what a call costs in the mesh, beside what users would pick instead.",
        footer = {"", "Exit status: 0 if all bars are met; 1 if not, or if something can't be had; 2 for wrong usage."})
public final class Compare implements Callable<Integer> {

    @Parameters(
            paramLabel = "NAME",
            description = "Columns to measure, and bars of these only; or what is measured besides; none: all.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--list", description = "List the columns: a line each, the name first.")
    private boolean list;

    @Option(names = "--quick", description = "Fewer and shorter rounds: figures that are rough.")
    private boolean quick;

    @Option(
            names = "--results",
            paramLabel = "FOLDER",
            description = "Where figures, plots and logs go; default: target/compare of the project.")
    private Path results = Path.of(System.getProperty("weft.root", "."), "target", "compare");

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    private Compare() {}

    public static void main(String[] args) {
        System.exit(run(new PrintWriter(System.out, true), args));
    }

    static int run(PrintWriter out, String... args) {
        return new CommandLine(new Compare()).setOut(out).execute(args);
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (list) {
            Arrays.stream(Column.values()).forEach(column -> out.printf("%-16s %s%n", column, column.title()));
            Arrays.stream(Part.values()).forEach(part -> out.printf("%-16s %s%n", part, part.title()));
            return 0;
        }
        List<Column> columns = columns();
        List<Part> parts = parts();
        Optional<String> lack = lack(columns, parts, Machine.availableMib());
        if (lack.isPresent()) {
            out.printf("!! NOT ENOUGH MEMORY: %s%n", lack.get());
            return 1;
        }
        Path root =
                Path.of(System.getProperty("weft.root", ".")).toAbsolutePath().normalize();
        Run run = new Run(root, results.toAbsolutePath().normalize(), quick, out);
        return run.measure(columns, parts) ? 0 : 1;
    }

    private Optional<String> lack(List<Column> columns, List<Part> parts, long availableMib) {
        return Stream.concat(
                        Column.comparisons(columns).stream().map(comparison -> Rig.lack(comparison, availableMib)),
                        parts.stream().map(part -> part.measurement(quick).lack(availableMib)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private List<Part> parts() {
        return names.isEmpty()
                ? List.of(Part.values())
                : names.stream()
                        .flatMap(name -> Part.named(name).stream())
                        .distinct()
                        .toList();
    }

    private List<Column> columns() {
        return names.isEmpty()
                ? List.of(Column.values())
                : names.stream()
                        .filter(name -> Part.named(name).isEmpty())
                        .map(this::column)
                        .distinct()
                        .toList();
    }

    private Column column(String name) {
        return Column.named(name)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "no column \"" + name + "\" (expected: one of " + Arrays.toString(Column.values()) + " or "
                                + Arrays.toString(Part.values()) + ")"));
    }
}
