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
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

    /** Of the numbers behind the command, of which the first is the state: time of its own, and of the kernel for it. */
    private static final int USER = 11;

    private static final int SYSTEM = 12;

    private Usage() {}

    /** CPU so far. */
    static double cpuSeconds(List<ProcessHandle> processes) {
        return sum(processes, "stat", Usage::ticks) / TICKS;
    }

    /** The most memory that each has held since {@link #forgetPeaks}, resident. */
    static double peakMib(List<ProcessHandle> processes) {
        return sum(processes, "status", Usage::peakKib) / KIB_PER_MIB;
    }

    /** From now on peaks are counted anew, where the system lets us: else they are those since the start. */
    static void forgetPeaks(List<ProcessHandle> processes) {
        for (ProcessHandle process : processes) {
            try {
                Files.writeString(file(process, "clear_refs"), "5");
            } catch (IOException e) {
                // Said above.
                continue;
            }
        }
    }

    /** The command stands in brackets, and may have brackets and spaces in it. */
    static long ticks(String stat) {
        String[] numbers = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(numbers[USER]) + Long.parseLong(numbers[SYSTEM]);
    }

    static long peakKib(String status) {
        Matcher peak = PEAK.matcher(status);
        if (!peak.find()) {
            throw new IllegalArgumentException("no VmHWM in " + status);
        }
        return Long.parseLong(peak.group(1));
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
