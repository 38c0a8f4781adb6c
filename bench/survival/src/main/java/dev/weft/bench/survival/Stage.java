package dev.weft.bench.survival;

import dev.weft.bench.load.RunningLoad;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;

/**
 * Where and how a scenario runs.
 *
 * @param root the project's root, built
 * @param folder for logs, data and results
 * @param quick whether it is to be short
 * @param off what is switched off
 * @param loads every load that has been started; grows
 */
public record Stage(Path root, Path folder, boolean quick, Set<Mechanism> off, Queue<RunningLoad> loads) {

    public Stage {
        off = Set.copyOf(off);
    }

    /** One of two, the latter if it is to be short. */
    public <T> T pick(T whole, T quickly) {
        return quick ? quickly : whole;
    }

    public boolean has(Mechanism mechanism) {
        return !off.contains(mechanism);
    }

    /** What every process is told, so that it does without what is switched off. */
    Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        for (Mechanism mechanism : off) {
            properties.putAll(mechanism.properties());
        }
        return properties;
    }
}
