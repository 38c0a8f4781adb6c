package dev.weft.bench.comparison.driver;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
        footer = {"", "Exit status: 0 if all bars are met; 1 if not, or if a column can't be had; 2 for wrong usage."})
public final class Compare implements Callable<Integer> {

    private static final String FOOTPRINT = "footprint";

    @Parameters(
            paramLabel = "COLUMN",
            description = "Columns to measure, and bars of these only; \"footprint\" is one of them; none: all.")
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
            out.printf("%-16s start-up, heap and threads of the application that calls nobody yet%n", FOOTPRINT);
            return 0;
        }
        List<Column> columns = chosen();
        Optional<String> lack = lack(columns, Machine.availableMib());
        if (lack.isPresent()) {
            out.printf("!! NOT ENOUGH MEMORY: %s%n", lack.get());
            return 1;
        }
        return measure(columns, out) ? 0 : 1;
    }

    private Optional<String> lack(List<Column> columns, long availableMib) {
        return Stream.concat(
                        Column.comparisons(columns).stream().map(comparison -> Rig.lack(comparison, availableMib)),
                        hasFootprint() ? Stream.of(Starts.lack(availableMib)) : Stream.empty())
                .flatMap(Optional::stream)
                .findFirst();
    }

    private boolean hasFootprint() {
        return names.isEmpty() || names.contains(FOOTPRINT);
    }

    private List<Column> chosen() {
        if (names.isEmpty()) {
            return List.of(Column.values());
        }
        return names.stream()
                .filter(name -> !name.equals(FOOTPRINT))
                .map(name -> Column.named(name)
                        .orElseThrow(() -> new ParameterException(
                                spec.commandLine(),
                                "no column \"" + name + "\" (expected: " + FOOTPRINT + ", or one of "
                                        + Arrays.toString(Column.values()) + ")")))
                .distinct()
                .toList();
    }

    private boolean measure(List<Column> columns, PrintWriter out) throws IOException {
        Path root =
                Path.of(System.getProperty("weft.root", ".")).toAbsolutePath().normalize();
        Path folder = Files.createDirectories(results.toAbsolutePath().normalize());
        Machine.describe(root, columns, hasFootprint() ? List.of(Shape.values()) : List.of())
                .forEach(out::println);
        List<Bar> bars = new ArrayList<>();
        boolean whole = true;
        if (!columns.isEmpty()) {
            whole = calls(columns, root, folder, bars, out);
        }
        if (hasFootprint()) {
            whole &= footprints(root, folder, bars, out);
        }
        out.printf("%nRaw figures, tables and plot: %s%n%n", folder);
        if (quick) {
            out.printf("QUICK: few and short rounds of JVMs that have hardly warmed up. These figures are rough.%n%n");
        }
        bars.forEach(out::println);
        if (!whole) {
            out.println("NOT MET the run was broken off, see above");
        }
        return whole && bars.stream().allMatch(Bar::isMet);
    }

    /** Whether it came to its end. */
    private boolean calls(List<Column> columns, Path root, Path folder, List<Bar> bars, PrintWriter out) {
        Rounds rounds = quick ? Rounds.QUICK : Rounds.WHOLE;
        out.println(rounds);
        List<Setting> settings = Setting.all(Runtime.version().feature());
        Map<Column, String> missing = new EnumMap<>(Column.class);
        Results measured = new Results();
        boolean whole = true;
        for (List<Column> comparison : Column.comparisons(columns)) {
            try (Rig rig = new Rig(root, folder)) {
                List<Subject> subjects = subjects(rig, comparison, missing, out);
                rounds.run(subjects, settings, measured::add);
                firstCalls(subjects, measured);
            } catch (IllegalStateException | UncheckedIOException e) {
                // What was measured until then is told all the same.
                whole = false;
                out.printf("!! BROKEN OFF: %s%n", e.getMessage());
            }
        }
        Report report = new Report(measured, columns, settings);
        report.write(folder);
        report.table().forEach(out::println);
        bars.addAll(new Bars(measured, columns, missing, settings).all());
        return whole;
    }

    /** Whether it came to its end. */
    private boolean footprints(Path root, Path folder, List<Bar> bars, PrintWriter out) {
        Starts starts = quick ? Starts.QUICK : Starts.WHOLE;
        out.println(starts);
        Footprints measured = new Footprints();
        boolean whole = true;
        try {
            starts.run(root, folder, measured);
        } catch (IllegalStateException | UncheckedIOException e) {
            whole = false;
            out.printf("!! BROKEN OFF: %s%n", e.getMessage());
        }
        measured.write(folder);
        measured.table().forEach(out::println);
        bars.addAll(measured.bars());
        return whole;
    }

    private static void firstCalls(List<Subject> subjects, Results measured) {
        for (Subject subject : subjects) {
            if (subject.column() == Column.WEFT) {
                Wiring.LATE.forEach(
                        service -> measured.addFirstCall(subject.observed(), subject.firstCallMillis(service)));
            }
        }
    }

    private static List<Subject> subjects(Rig rig, List<Column> columns, Map<Column, String> missing, PrintWriter out) {
        List<Subject> subjects = new ArrayList<>();
        for (Column column : columns) {
            System.err.printf("compare: starting %s%n", column);
            try {
                subjects.addAll(rig.start(column));
            } catch (Rig.UnavailableException | IllegalStateException e) {
                missing.put(column, e.getMessage());
                out.printf("!! %s CAN'T BE HAD: %s. Its bars count as not met.%n", column, e.getMessage());
            }
        }
        return subjects;
    }
}
