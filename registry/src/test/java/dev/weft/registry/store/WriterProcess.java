package dev.weft.registry.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link Writer} that runs, and everything that it has said. */
final class WriterProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;

    private long acknowledged;
    private long seen;
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
        String[] words = line.split(" ");
        // The kill may have cut the last line short, which makes a number smaller, never greater.
        long number = words.length == 2 && words[1].matches("[0-9]+") ? Long.parseLong(words[1]) : 0;
        switch (words[0]) {
            case "acknowledged" -> acknowledged = Math.max(acknowledged, number);
            case "seen", "held" -> seen = Math.max(seen, number);
            case "refused" -> refused = true;
            default -> {}
        }
        return words[0].equals("acknowledged");
    }

    /** The number of the last change that it was told to be made. */
    long acknowledged() {
        return acknowledged;
    }

    /** The highest number that its reader has seen. */
    long seen() {
        return seen;
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
