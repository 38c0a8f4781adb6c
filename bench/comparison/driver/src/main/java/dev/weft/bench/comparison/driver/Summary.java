package dev.weft.bench.comparison.driver;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What a run says: printed as it comes, and kept beside its figures, also where it is broken off. Not thread-safe. */
final class Summary {

    private final PrintWriter out;
    private final Path file;

    /** @param folder where the run before has left its own, which goes */
    Summary(Path folder, PrintWriter out) {
        this.out = out;
        this.file = folder.resolve("summary.txt");
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("can't use " + file, e);
        }
    }

    void say(Object line) {
        out.println(line);
        try {
            Files.writeString(
                    file, line + System.lineSeparator(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("can't write " + file, e);
        }
    }
}
