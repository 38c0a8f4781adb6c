package dev.weft.bench.comparison.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that ends by itself, or with the run. */
final class Child {

    private Child() {}

    /**
     * Runs it.
     *
     * @param directory where it runs
     * @param log where its output goes
     * @param limit after which it is ended: one that hangs must not keep the others from being measured
     * @return the status that it has ended with
     * @throws IllegalStateException if it has not ended by itself
     */
    static int run(List<String> command, Path directory, Path log, Duration limit) {
        try {
            Files.createDirectories(log.getParent());
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            Thread end = new Thread(() -> end(process.toHandle()), "child-end");
            Runtime.getRuntime().addShutdownHook(end);
            boolean hasEnded = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            Runtime.getRuntime().removeShutdownHook(end);
            if (!hasEnded) {
                end(process.toHandle());
                throw new IllegalStateException(
                        command.get(0) + " did not end within " + limit.toSeconds() + " s; see " + log);
            }
            return process.exitValue();
        } catch (IOException e) {
            throw new UncheckedIOException("can't run " + String.join(" ", command), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + command.get(0) + " runs", e);
        }
    }

    /** A run that is broken off leaves no process behind. Each may end what it has started itself. */
    private static void end(ProcessHandle process) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }

    /** The command of the JVM that this one is. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
