package dev.weft.bench.survival;

import dev.weft.bench.survival.scenario.Scenarios;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code bench/chaos}: runs scenarios and says which of them held. */
@Command(
        name = "chaos",
        mixinStandardHelpOptions = true,
        description = "Imposes failures on a mesh of real processes under load, and says whether it holds its bars.",
        footer = {
            "",
            "A run begins each scenario with what is imposed, at which rate, and with how many requests.",
            "Exit status: 0 if all held; 1 if one did not, or could not be run; 2 for wrong usage.",
            "What is behind bars, switches and results: bench/README.md, \"What it survives\"."
        })
public final class Chaos implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", description = "Scenarios to run, or to list; none: all of them, in turn.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--list", description = "List the scenarios: a line each, the name first.")
    private boolean list;

    @Option(names = "--quick", description = "Shorter loads and outages: all of them in less than 15 minutes.")
    private boolean quick;

    @Option(
            names = "--without",
            split = ",",
            paramLabel = "MECHANISM",
            converter = MechanismName.class,
            completionCandidates = MechanismNames.class,
            description = "Switch these off, to see scenarios fail: ${COMPLETION-CANDIDATES}.")
    private List<Mechanism> without = new ArrayList<>();

    @Option(
            names = "--results",
            paramLabel = "FOLDER",
            description = "Where tables, charts and logs go; default: target/chaos of the project.")
    private Path results =
            Path.of(System.getProperty("weft.root", "."), "target", "chaos").toAbsolutePath();

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    private Chaos() {}

    public static void main(String[] args) {
        System.exit(run(new PrintWriter(System.out, true), args));
    }

    static int run(PrintWriter out, String... args) {
        return new CommandLine(new Chaos()).setOut(out).execute(args);
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        List<Scenario> chosen = chosen();
        if (list) {
            List<String> listed = chosen.stream().map(Scenario::name).toList();
            Listing.lines().stream()
                    .filter(line -> listed.contains(Listing.nameIn(line)))
                    .forEach(out::println);
            return 0;
        }
        without.forEach(mechanism -> checkUsed(mechanism, chosen));
        Set<Mechanism> off = without.isEmpty() ? Set.of() : EnumSet.copyOf(without);
        out.println("partitions by " + Network.means());
        Path root =
                Path.of(System.getProperty("weft.root", ".")).toAbsolutePath().normalize();
        try (Results where = resultsOf(chosen)) {
            return new Run(root, where, quick, off, out).all(chosen) ? 0 : 1;
        }
    }

    /** Where they go, if nothing of somebody else's is in the way. */
    private Results resultsOf(List<Scenario> scenarios) {
        Path folder = Path.of(System.getProperty("weft.from", "."))
                .resolve(results)
                .toAbsolutePath()
                .normalize();
        try {
            Results checked = new Results(folder);
            if (!checked.lock()) {
                throw wrong("--results: another run writes to " + folder
                        + " (expected: one at a time; wait for it, or choose another folder)");
            }
            for (Scenario scenario : scenarios) {
                if (!checked.isOurs(scenario.name())) {
                    throw wrong("--results: " + checked.of(scenario.name())
                            + " holds something else than results (expected: none, or an earlier run)");
                }
            }
            return checked;
        } catch (IOException e) {
            throw wrong("--results: can't write to " + folder + ": " + e);
        }
    }

    /** Whoever switches off what nothing uses would take it for something that is not needed. */
    private void checkUsed(Mechanism mechanism, List<Scenario> chosen) {
        Set<String> users = mechanism.scenarios();
        if (!users.isEmpty() && chosen.stream().map(Scenario::name).noneMatch(users::contains)) {
            throw wrong("--without " + mechanism + ": nothing uses it in "
                    + chosen.stream().map(Scenario::name).toList() + " (expected: one of " + users + ")");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private List<Scenario> chosen() {
        if (names.isEmpty()) {
            return Scenarios.ALL;
        }
        List<Scenario> chosen = new ArrayList<>();
        for (String name : names) {
            chosen.add(Scenarios.ALL.stream()
                    .filter(scenario -> scenario.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> wrong("no scenario \"" + name + "\" (expected: one of "
                            + Scenarios.ALL.stream().map(Scenario::name).toList() + ")")));
        }
        return chosen;
    }

    /** What {@code --help} lists. */
    static final class MechanismNames implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return Stream.of(Mechanism.values()).map(Mechanism::toString).iterator();
        }
    }

    /** Mechanisms by those names. */
    static final class MechanismName implements ITypeConverter<Mechanism> {

        @Override
        public Mechanism convert(String name) {
            try {
                return Mechanism.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(
                        "\"" + name + "\" (expected: " + String.join(", ", new MechanismNames()) + ")");
            }
        }
    }
}
