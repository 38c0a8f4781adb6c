package dev.weft.bench.survival;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The ids of the writes that have reached instances, in a file for each of them.
 *
 * @param folder where the files are
 */
public record Ledgers(Path folder) {

    /** Where an instance writes them. */
    Path file(String instance) {
        return folder.resolve(instance);
    }

    /** Every write that has reached a service, by its id: how often. */
    public Map<String, Integer> of(String service) {
        Map<String, Integer> times = new LinkedHashMap<>();
        try (var files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.getFileName().toString().startsWith(service + "-"))
                    .toList()) {
                Files.readAllLines(file).forEach(id -> times.merge(id, 1, Integer::sum));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return times;
    }

    /** The ids of the writes that have reached one instance. */
    public List<String> of(Tier tier) {
        try {
            return Files.readAllLines(file(tier.name()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
