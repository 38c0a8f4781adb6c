package dev.weft.bench.survival;

import dev.weft.bench.load.LoadReport;
import dev.weft.bench.load.RunningLoad;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionException;

/** What a scenario has come to, told as it is found. */
public final class Findings {

    private static final int MOST_LATE_MILLIS = 1_000;

    private final Path folder;
    private final PrintWriter out;
    private final List<Bar> bars = new ArrayList<>();
    private final List<Timeline.Mark> marks = new ArrayList<>();
    private final long startNanos = System.nanoTime();

    Findings(Path folder, PrintWriter out) {
        this.folder = folder;
        this.out = out;
    }

    /** Measures against what it may come to at most. */
    public void atMost(String name, double limit, double measured, String unit) {
        add(new Bar(name, unit, limit, measured, Bar.Kind.AT_MOST));
    }

    /** Measures against what it must stay below. */
    public void under(String name, double limit, double measured, String unit) {
        add(new Bar(name, unit, limit, measured, Bar.Kind.UNDER));
    }

    /** Measures against what it must come to at least. */
    public void atLeast(String name, double limit, double measured, String unit) {
        add(new Bar(name, unit, limit, measured, Bar.Kind.AT_LEAST));
    }

    private void add(Bar bar) {
        bars.add(bar);
        tell("  " + bar);
    }

    /** Notes what happens now, for the chart. */
    public void event(String what) {
        marks.add(new Timeline.Mark(System.nanoTime(), what));
        tell(String.format("%5.0f s . %s", (System.nanoTime() - startNanos) / 1e9, what));
    }

    /** A figure without a bar. */
    public void figure(String text) {
        tell("       " + text);
    }

    /** Ends a load, and tells what it has come to. */
    public LoadReport end(String name, RunningLoad load) {
        load.enough();
        LoadReport report = load.report();
        load(name, report);
        return report;
    }

    /** A load that has ended: its figures, its table and its chart. */
    public void load(String name, LoadReport report) {
        figure(name + ": " + report);
        if (report.latestMillis() > MOST_LATE_MILLIS) {
            figure(
                    name
                            + ": sent late, for the machine was too busy even to send it: what failed may say more of the machine");
        }
        new Timeline(report, List.copyOf(marks)).write(folder, name);
    }

    /** The scenario has broken off: what became of the loads that it has not told of. */
    void brokenOff(Collection<RunningLoad> loads) {
        int n = 0;
        for (RunningLoad load : loads) {
            n++;
            if (load.isUntold()) {
                load.enough();
                try {
                    load("load " + n + ", broken off", load.report());
                } catch (CompletionException e) {
                    figure("load " + n + " could not go on: " + e.getCause());
                }
            }
        }
    }

    List<Bar> bars() {
        return List.copyOf(bars);
    }

    /** Whether there was something to hold, and all of it held. */
    boolean held() {
        return !bars.isEmpty() && bars.stream().allMatch(Bar::held);
    }

    private void tell(String line) {
        out.println(line);
        out.flush();
    }
}
