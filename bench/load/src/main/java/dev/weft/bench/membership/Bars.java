package dev.weft.bench.membership;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What figures have to come up to. Not thread-safe. */
final class Bars {

    /** The system property that names a file for them, which {@code bench/compare} reads. */
    static final String FILE = "weft.bars";

    private static final System.Logger log = System.getLogger(Bars.class.getName());

    private final List<Bar> bars = new ArrayList<>();

    void atMost(String what, double value, double most) {
        bars.add(new Bar(what, value, most, true));
    }

    void atLeast(String what, long value, long least) {
        bars.add(new Bar(what, value, least, false));
    }

    /** Ends the process, with 1 if a bar was missed. */
    void exit() {
        String file = System.getProperty(FILE);
        if (file != null) {
            write(Path.of(file));
        }
        List<Bar> missed = bars.stream().filter(bar -> !bar.isMet()).toList();
        missed.forEach(bar -> log.log(System.Logger.Level.ERROR, bar));
        System.exit(missed.isEmpty() ? 0 : 1);
    }

    /** A line for each: which way, figure, limit, and what it is of, with tabs between them. */
    void write(Path file) {
        try {
            Files.write(file, bars.stream().map(Bar::line).toList());
        } catch (IOException e) {
            throw new UncheckedIOException("can't write " + file, e);
        }
    }

    private record Bar(String what, double value, double limit, boolean atMost) {

        boolean isMet() {
            return atMost ? value <= limit : value >= limit;
        }

        String line() {
            return String.format(
                    Locale.ROOT, "%s\t%.3f\t%.3f\t%s", atMost ? "at-most" : "at-least", value, limit, what);
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s: %.2f (expected: %s %.2f)", what, value, atMost ? "<=" : ">=", limit);
        }
    }
}
