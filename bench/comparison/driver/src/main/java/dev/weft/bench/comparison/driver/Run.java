package dev.weft.bench.comparison.driver;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One run: what is asked for, one after the other, and its bars at the end. Not thread-safe. */
final class Run {

    private static final int SECONDS_PER_MINUTE = 60;

    /** Enough for some thousand calls. */
    private static final Duration OBSERVED = Duration.ofMillis(500);

    private final Path root;
    private final Path folder;
    private final boolean quick;
    private final Summary summary;
    private final List<Bar> bars = new ArrayList<>();

    /**
     * @param root the project's
     * @param folder where figures, plots and logs go
     */
    Run(Path root, Path folder, boolean quick, PrintWriter out) throws IOException {
        this.root = root;
        this.folder = Files.createDirectories(folder);
        this.quick = quick;
        this.summary = new Summary(folder, out);
    }

    /** Whether all bars are met. */
    boolean measure(List<Column> columns, Collection<Part> parts) {
        List<Shape> shapes = parts.contains(Part.FOOTPRINT) ? List.of(Shape.values()) : List.of();
        summary.say(estimate(columns, parts));
        // Unpacks what a build has left, which takes a while.
        Machine.describe(root, columns, shapes).forEach(summary::say);
        if (!columns.isEmpty()) {
            bars.addAll(Bar.ofEnd("calls", () -> calls(columns)));
        }
        for (Part part : parts) {
            Measurement measurement = part.measurement(quick);
            summary.say(measurement);
            bars.addAll(Bar.ofEnd(part.toString(), () -> bars.addAll(measurement.measure(root, folder, summary::say))));
        }
        summary.say("");
        summary.say("Raw figures, tables and plot: " + folder);
        summary.say("");
        if (quick) {
            summary.say("QUICK: few and short rounds of JVMs that have hardly warmed up. These figures are rough.");
            summary.say("");
        }
        bars.forEach(summary::say);
        return bars.stream().allMatch(Bar::isMet);
    }

    /** How long that will take, so that nobody waits in vain. */
    private String estimate(List<Column> columns, Collection<Part> parts) {
        Map<String, Duration> each = new LinkedHashMap<>();
        if (!columns.isEmpty()) {
            each.put("calls", rounds().estimate(columns, settings()));
        }
        parts.forEach(part -> each.put(part.toString(), part.measurement(quick).estimate()));
        Duration all = each.values().stream().reduce(Duration.ZERO, Duration::plus);
        return "About " + minutes(all) + " min: "
                + each.entrySet().stream()
                        .map(one -> one.getKey() + " " + minutes(one.getValue()))
                        .collect(Collectors.joining(", "));
    }

    private static long minutes(Duration duration) {
        return duration.plusSeconds(SECONDS_PER_MINUTE - 1).toMinutes();
    }

    private Rounds rounds() {
        return quick ? Rounds.QUICK : Rounds.WHOLE;
    }

    private static List<Setting> settings() {
        return Setting.all(Runtime.version().feature());
    }

    private void calls(List<Column> columns) {
        Rounds rounds = rounds();
        summary.say(rounds);
        List<Setting> settings = settings();
        Map<Column, String> missing = new EnumMap<>(Column.class);
        Results measured = new Results();
        for (List<Column> comparison : Column.comparisons(columns)) {
            try (Rig rig = new Rig(root, folder)) {
                List<Subject> subjects = subjects(rig, comparison, missing);
                rounds.run(subjects, settings, measured);
                observations(subjects, measured);
                rig.warmUpLateServices();
                firstCalls(subjects, measured);
            } catch (RuntimeException e) {
                // What was measured until then is told all the same.
                bars.add(Bar.unmeasured("calls, to their end", "broken off: " + Bar.why(e)));
            }
        }
        Report report = new Report(measured, columns, settings);
        report.table().forEach(summary::say);
        bars.addAll(new Bars(measured, columns, missing, settings).all());
        report.write(folder);
    }

    private static void observations(List<Subject> subjects, Results measured) {
        for (Subject subject : subjects) {
            if (measured.isBroken(subject.name())) {
                continue;
            }
            try {
                measured.addObservation(subject.name(), subject.observationFaults(OBSERVED));
            } catch (RuntimeException e) {
                measured.broke(subject.name(), "observation: " + Bar.why(e));
            }
        }
    }

    private static void firstCalls(List<Subject> subjects, Results measured) {
        for (Subject subject : subjects) {
            if (subject.column() != Column.WEFT || measured.isBroken(subject.name())) {
                continue;
            }
            try {
                LateServices.names()
                        .forEach(
                                service -> measured.addFirstCall(subject.observed(), subject.firstCallMillis(service)));
            } catch (RuntimeException e) {
                measured.broke(subject.name(), "first calls: " + Bar.why(e));
            }
        }
    }

    private List<Subject> subjects(Rig rig, List<Column> columns, Map<Column, String> missing) {
        List<Subject> subjects = new ArrayList<>();
        for (Column column : columns) {
            System.err.printf("compare: starting %s%n", column);
            try {
                subjects.addAll(rig.start(column));
            } catch (Rig.UnavailableException | RuntimeException e) {
                missing.put(column, Bar.why(e));
                summary.say("!! " + column + " CAN'T BE HAD: " + Bar.why(e) + ". Its bars count as not met.");
            }
        }
        return subjects;
    }
}
