package dev.weft.registry.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A {@link Writer} that runs, and everything that it has said. */
final class WriterProcess implements AutoCloseable {

    private static final Pattern SAID = Pattern.compile("([a-z]+) ([0-9]+)\\.");

    private final Process process;
    private final BufferedReader output;

    private final List<Long> acknowledged = new ArrayList<>();
    private final List<Long> seen = new ArrayList<>();
    private long held;
    private boolean refused;

    private WriterProcess(List<String> command) throws IOException {
        this.process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        this.output = process.inputReader();
    }

    static WriterProcess start(Path directory, int length) throws IOException {
        return new WriterProcess(command(directory, length));
    }

    /** As if the disk had no more than so many KiB. */
    static WriterProcess startWithin(int kilobytes, Path directory, int length) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("bash", "-c", "ulimit -f " + kilobytes + "; exec \"$@\"", "bash"));
        command.addAll(command(directory, length));
        return new WriterProcess(command);
    }

    private static List<String> command(Path directory, int length) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                directory.toString(),
                Integer.toString(length));
    }

    /** Listens to so many acknowledgements, or until the process has nothing more to say. */
    void listen(int acknowledgements) throws IOException {
        int left = acknowledgements;
        String line = output.readLine();
        while (line != null) {
            if (heed(line) && --left == 0) {
                return;
            }
            line = output.readLine();
        }
    }

    /** Ends it at once, and listens to what it had still said. */
    void kill() throws IOException, InterruptedException {
        // By its handle: Process.destroyForcibly would close the output, too.
        process.toHandle().destroyForcibly();
        listen(Integer.MAX_VALUE);
        process.waitFor();
    }

    private boolean heed(String line) {
        // The kill may have cut the last line short: it counts for nothing without its full stop.
        Matcher said = SAID.matcher(line);
        if (!said.matches()) {
            return false;
        }
        String word = said.group(1);
        switch (word) {
            case "acknowledged" -> acknowledged.add(Long.valueOf(said.group(2)));
            case "seen" -> seen.add(Long.valueOf(said.group(2)));
            case "held" -> held = Long.parseLong(said.group(2));
            case "refused" -> refused = true;
            default -> {}
        }
        return word.equals("acknowledged");
    }

    /** The numbers of the changes that it was told to be made, in its order. */
    List<Long> acknowledged() {
        return acknowledged;
    }

    /** The numbers that its reader has seen, in its order. */
    List<Long> seen() {
        return seen;
    }

    /** What its store went on holding when it refused, or 0. */
    long held() {
        return held;
    }

    boolean refused() {
        return refused;
    }

    @Override
    public void close() throws Exception {
        process.destroyForcibly();
        process.waitFor(30, TimeUnit.SECONDS);
    }
}
