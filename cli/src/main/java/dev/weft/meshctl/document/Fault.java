package dev.weft.meshctl.document;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Trouble made on purpose, as it is written.
 *
 * @param delay as {@code 2s}, or null for none
 * @param delayPercent or null
 * @param status what requests are answered with, or null for none
 * @param abortPercent or null
 */
public record Fault(
        @Nullable String delay,
        @Nullable String delayPercent,
        @Nullable String status,
        @Nullable String abortPercent) {

    Node node(boolean json) {
        List<Object> entries = new ArrayList<>();
        if (delay != null) {
            entries.addAll(List.of("delay", Nodes.string(delay, json)));
        }
        addNumber(entries, "delay-percent", delayPercent);
        addNumber(entries, "status", status);
        addNumber(entries, "abort-percent", abortPercent);
        return Nodes.mapping(json, entries);
    }

    private static void addNumber(List<Object> entries, String name, @Nullable String number) {
        if (number != null) {
            entries.addAll(List.of(name, Nodes.number(number)));
        }
    }
}
