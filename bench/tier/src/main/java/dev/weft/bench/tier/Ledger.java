package dev.weft.bench.tier;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The ids of all writes that have arrived, a line each, in a file that outlives the process however it ends. */
final class Ledger {

    private final @Nullable OutputStream file;

    Ledger(@Nullable Path path) {
        try {
            this.file = path == null
                    ? null
                    : Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("no ledger at " + path, e);
        }
    }

    /** Enters a write; it is in the operating system's hands when this returns. */
    void enter(String id) {
        if (file == null) {
            return;
        }
        try {
            // One write of the system: lines of several threads don't mix.
            file.write((id + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
