package dev.weft.bench.comparison.driver;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a command that ends by itself has said.
 *
 * @param status it has ended with
 * @param output of both kinds
 */
record Said(int status, String output) {

    /** Runs it. */
    static Said by(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try (InputStream output = process.getInputStream()) {
                String all = new String(output.readAllBytes(), StandardCharsets.UTF_8);
                return new Said(process.waitFor(), all);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't run " + String.join(" ", command), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + command.get(0) + " runs", e);
        }
    }

    /** That have something in them. */
    Stream<String> lines() {
        return output.lines().map(String::strip).filter(line -> !line.isEmpty());
    }
}
