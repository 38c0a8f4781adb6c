package dev.weft.bench.survival.scenario;

import dev.weft.bench.fleet.Instance;
import dev.weft.bench.survival.Findings;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a process holds on to, asked of the system and of its JVM.
 *
 * @param heap what is left of it after a collection, in bytes
 * @param objects of each class of Weft's, how many
 * @param threads of the JVM's own, too
 * @param files open ones that are no sockets
 * @param sockets open ones
 */
record Holdings(long heap, Map<String, Long> objects, int threads, int files, int sockets) {

    private static final Pattern CLASS = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+(dev\\.weft\\.\\S+).*");
    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)\\s*");

    private static final double HEAP = 1.25;
    private static final int OTHERS = 5;

    static Holdings of(Instance process) throws IOException, InterruptedException {
        long heap = 0;
        Map<String, Long> objects = new HashMap<>();
        // It collects before it counts.
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        try (BufferedReader lines = jcmd.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher kind = CLASS.matcher(line);
                Matcher total = TOTAL.matcher(line);
                if (kind.matches()) {
                    objects.merge(kind.group(2), Long.parseLong(kind.group(1)), Long::sum);
                } else if (total.matches()) {
                    heap = Long.parseLong(total.group(1));
                }
            }
        }
        if (jcmd.waitFor() != 0 || heap == 0 || objects.isEmpty()) {
            throw new IOException("jcmd did not count the objects of " + process);
        }
        return new Holdings(heap, objects, threads(process), open(process, false), open(process, true));
    }

    static int threads(Instance process) throws IOException {
        int threads = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(proc(process, "task"))) {
            for (Path ignored : all) {
                threads++;
            }
        }
        return threads;
    }

    /** How many sockets, or how many files that are none. */
    static int open(Instance process, boolean sockets) throws IOException {
        int open = 0;
        try (DirectoryStream<Path> links = Files.newDirectoryStream(proc(process, "fd"))) {
            for (Path link : links) {
                try {
                    if (Files.readSymbolicLink(link).toString().startsWith("socket:[") == sockets) {
                        open++;
                    }
                } catch (NoSuchFileException e) {
                    // Closed meanwhile.
                    continue;
                }
            }
        }
        return open;
    }

    private static Path proc(Instance process, String what) {
        return Path.of("/proc", Long.toString(process.pid()), what);
    }

    /** Whether threads and sockets, which end by and by, are where they were. */
    boolean isBack(Instance process) throws IOException {
        return threads(process) <= threads + OTHERS && open(process, true) <= sockets + OTHERS;
    }

    /** @param mostObjects of one class, so many more than before */
    static void compare(Findings findings, String name, Holdings before, Holdings after, int mostObjects) {
        findings.atMost(
                name + ": heap after a collection, against before", HEAP, (double) after.heap / before.heap, "x");
        findings.atMost(
                name + ": objects of one class more than before", mostObjects, after.mostGrown(findings, before), "");
        findings.atMost(name + ": threads more than before", OTHERS, after.threads - before.threads, "");
        findings.atMost(name + ": open files more than before", OTHERS, after.files - before.files, "");
        findings.atMost(name + ": sockets more than before", OTHERS, after.sockets - before.sockets, "");
    }

    private long mostGrown(Findings findings, Holdings before) {
        Map<String, Long> grown = new TreeMap<>();
        objects.forEach((kind, count) -> grown.put(kind, count - before.objects.getOrDefault(kind, 0L)));
        grown.values().removeIf(more -> more < 1);
        if (!grown.isEmpty()) {
            findings.figure("more than before: " + grown);
        }
        return grown.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    @Override
    public String toString() {
        long all = objects.values().stream().mapToLong(Long::longValue).sum();
        return String.format(
                "%.1f MB of heap, %d objects of Weft's, %d threads, %d files, %d sockets",
                heap / 1e6, all, threads, files, sockets);
    }
}
