package dev.weft.bench.survival;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Scenarios, one after the other. */
final class Run {

    private final Path root;
    private final Results results;
    private final boolean quick;
    private final Set<Mechanism> off;
    private final PrintWriter out;
    private final List<String> summary = new ArrayList<>();

    Run(Path root, Results results, boolean quick, Set<Mechanism> off, PrintWriter out) {
        this.root = root;
        this.results = results;
        this.quick = quick;
        this.off = off;
        this.out = out;
    }

    /** Whether all of them held. */
    boolean all(List<Scenario> scenarios) {
        long start = System.nanoTime();
        boolean held = true;
        for (Scenario scenario : scenarios) {
            held &= one(scenario);
        }
        summary.add(line(held ? "held" : "FAILED", "all " + scenarios.size(), start));
        results.write("summary.txt", summary);
        out.println();
        summary.forEach(out::println);
        out.flush();
        return held;
    }

    private boolean one(Scenario scenario) {
        long start = System.nanoTime();
        out.printf("%n== %s: %s%n", scenario.name(), scenario.title());
        off.forEach(mechanism -> out.printf("   without %s: %s%n", mechanism, mechanism.without()));
        out.flush();
        Path folder = results.of(scenario.name());
        Findings findings = new Findings(folder, out);
        Stage stage = new Stage(root, folder, quick, off, new ConcurrentLinkedQueue<>());
        String verdict = verdict(scenario, stage, findings);
        String line = line(verdict, scenario.name(), start);
        out.println("== " + line);
        summary.add(line);
        findings.bars().forEach(bar -> summary.add("           " + bar));
        return verdict.equals("held");
    }

    private static String line(String verdict, String what, long start) {
        long took = Duration.ofNanos(System.nanoTime() - start).toSeconds();
        return String.format("%-8s %-16s %4d s", verdict, what, took);
    }

    /** Whatever goes wrong with one, the others run. */
    private String verdict(Scenario scenario, Stage stage, Findings findings) {
        try {
            results.clear(scenario.name());
            scenario.run(stage, findings);
            return findings.held() ? "held" : "FAILED";
        } catch (NotRunException e) {
            findings.brokenOff(stage.loads());
            findings.figure("not run: " + e.getMessage());
            return "not run";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "not run";
        } catch (Exception | Error e) {
            findings.brokenOff(stage.loads());
            findings.figure("failed: " + e + "; see " + trace(scenario, e));
            return "FAILED";
        }
    }

    private Path trace(Scenario scenario, Throwable e) {
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        return results.write(
                scenario.name() + "/error.txt", trace.toString().lines().toList());
    }
}
