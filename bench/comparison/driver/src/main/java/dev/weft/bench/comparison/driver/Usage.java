package dev.weft.bench.comparison.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What processes have used, as Linux tells under {@code /proc}. */
final class Usage {

    /** Of a second: what Linux counts processes' time in, on all systems that a JVM runs on. */
    private static final double TICKS = 100;

    private static final double KIB_PER_MIB = 1_024;
    private static final Pattern PSS = Pattern.compile("(?m)^Pss:\\s+(\\d+) kB");

    /** Of the numbers behind the command, of which the first is the state: time of its own, and of the kernel for it. */
    private static final int USER = 11;

    private static final int SYSTEM = 12;

    private Usage() {}

    /** CPU so far. */
    static double cpuSeconds(List<ProcessHandle> processes) {
        return sum(processes, "stat", Usage::ticks) / TICKS;
    }

    /** Memory that they hold now: pages that several processes share are divided among these. */
    static double pssMib(List<ProcessHandle> processes) {
        return sum(processes, "smaps_rollup", Usage::pssKib) / KIB_PER_MIB;
    }

    /** The command stands in brackets, and may have brackets and spaces in it. */
    static long ticks(String stat) {
        String[] numbers = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(numbers[USER]) + Long.parseLong(numbers[SYSTEM]);
    }

    static long pssKib(String rollup) {
        Matcher pss = PSS.matcher(rollup);
        if (!pss.find()) {
            throw new IllegalArgumentException("no Pss in " + rollup);
        }
        return Long.parseLong(pss.group(1));
    }

    private static Path file(ProcessHandle process, String name) {
        return Path.of("/proc", Long.toString(process.pid()), name);
    }

    private static double sum(List<ProcessHandle> processes, String file, ToLongFunction<String> of) {
        long sum = 0;
        for (ProcessHandle process : processes) {
            try {
                sum += of.applyAsLong(Files.readString(file(process, file)));
            } catch (NoSuchFileException e) {
                throw new IllegalStateException("process " + process.pid() + " has ended", e);
            } catch (IOException e) {
                throw new UncheckedIOException("can't read what process " + process.pid() + " has used", e);
            }
        }
        return sum;
    }
}
