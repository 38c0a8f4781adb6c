package dev.weft.k8s;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What came of a program of this machine. */
record Command(List<String> line, int status, String printed, String complaint) {

    /**
     * Runs it to its end.
     *
     * @throws UncheckedIOException if there is no such program
     */
    static Command run(String... line) {
        try {
            Path complaints = Files.createTempFile("command", ".txt");
            Process process =
                    new ProcessBuilder(line).redirectError(complaints.toFile()).start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            String complaint = Files.readString(complaints);
            Files.delete(complaints);
            return new Command(List.of(line), status, printed, complaint);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Whether there is such a program at all. */
    static boolean exists(String... line) {
        try {
            return run(line).status() == 0;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /**
     * What it printed.
     *
     * @throws IllegalStateException if it failed, or complained of something
     */
    String orThrow() {
        if (status != 0 || !complaint.isEmpty()) {
            throw new IllegalStateException(String.join(" ", line) + ": exit status " + status + ", " + complaint);
        }
        return printed;
    }
}
