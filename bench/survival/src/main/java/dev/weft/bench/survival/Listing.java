package dev.weft.bench.survival;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** What {@code --list} shows. It stands in a file, which the script shows by itself where nothing is built. */
final class Listing {

    private Listing() {}

    /** A line a scenario, its name first. */
    static List<String> lines() {
        try (InputStream file = Objects.requireNonNull(Listing.class.getResourceAsStream("scenarios.txt"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String nameIn(String line) {
        return line.substring(0, line.indexOf(' '));
    }
}
