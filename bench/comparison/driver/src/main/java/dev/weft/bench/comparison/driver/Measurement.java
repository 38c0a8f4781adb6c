package dev.weft.bench.comparison.driver;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Something that is measured by itself, and says in words how. */
interface Measurement {

    /** Why it can't be measured with so much memory; nothing if it can. */
    Optional<String> lack(long availableMib);

    /** The same for whoever needs so much. */
    static Optional<String> lack(String name, long neededMib, long availableMib) {
        return neededMib <= availableMib
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "%s needs %,d MiB, and %,d are available: leave it out",
                        name,
                        neededMib,
                        availableMib));
    }

    /** About how long it takes. */
    Duration estimate();

    /**
     * Measures, as far as it gets.
     *
     * @param root the project's
     * @param folder where raw figures and logs go
     * @param out is told of what it has come to, line by line
     * @return all of its bars: not met where it did not get that far
     */
    List<Bar> measure(Path root, Path folder, Consumer<String> out);
}
