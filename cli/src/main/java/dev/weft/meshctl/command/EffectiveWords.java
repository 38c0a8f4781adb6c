package dev.weft.meshctl.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.meshctl.output.Ansi;
import dev.weft.meshctl.output.Printable;
import dev.weft.meshctl.output.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Tells what rules are in force at callers. What several instances of a service say alike stands there once. */
final class EffectiveWords {

    /** What instances of a service say alike. */
    private record Rules(String service, JsonNode inForce, JsonNode sources) {}

    /** A remark on what instances of a service say. */
    private record Remark(String service, String text) {}

    private static final int NAMED = 3;

    private final Map<String, Long> asked;
    private final Ansi ansi;
    private final Map<Rules, List<String>> distinct = new LinkedHashMap<>();
    private final Map<Remark, List<String>> remarks = new LinkedHashMap<>();

    /**
     * @param answers each with its {@code service} and {@code instance}, and {@code rules} if it has answered
     * @param asked how many instances of a service were
     */
    EffectiveWords(JsonNode answers, Map<String, Long> asked, Ansi ansi) {
        this.asked = asked;
        this.ansi = ansi;
        for (JsonNode answer : answers) {
            if (answer.has("rules")) {
                add(answer.path("service").asText(), answer.path("instance").asText(), answer.path("rules"));
            }
        }
    }

    private void add(String service, String instance, JsonNode rules) {
        distinct.computeIfAbsent(
                        new Rules(service, rules.path("inForce"), rules.path("sources")), key -> new ArrayList<>())
                .add(instance);
        for (String remark : RuleRemarks.of(rules)) {
            remarks.computeIfAbsent(new Remark(service, remark), key -> new ArrayList<>())
                    .add(instance);
        }
    }

    String text() {
        Table table = new Table("CALLER", "PART", "IN FORCE", "SOURCE");
        distinct.forEach((rules, instances) -> {
            String who = who(rules.service, instances);
            rules.sources
                    .properties()
                    .forEach(part -> table.row(
                            who,
                            part.getKey(),
                            inForce(
                                    rules.inForce,
                                    part.getKey(),
                                    part.getValue().asText()),
                            part.getValue().asText()));
        });
        List<String> lines = new ArrayList<>(List.of(table.text(ansi)));
        differing().forEach(service -> lines.add(ansi.yellow(service + ": its instances differ")));
        remarks.forEach(
                (remark, instances) -> lines.add(Printable.line(who(remark.service, instances) + ": " + remark.text)));
        return String.join("\n", lines);
    }

    private Set<String> differing() {
        Set<String> seen = new HashSet<>();
        Set<String> again = new TreeSet<>();
        distinct.keySet().forEach(rules -> {
            if (!seen.add(rules.service)) {
                again.add(rules.service);
            }
        });
        return again;
    }

    /** Instances by their ids if they are few, or else how many they are. */
    private String who(String service, List<String> instances) {
        long all = asked.getOrDefault(service, 0L);
        if (instances.size() > 1 && instances.size() == all) {
            return service + " (all " + all + ")";
        }
        return instances.size() <= NAMED
                ? String.join(", ", instances)
                : service + " (" + instances.size() + " of " + all + ")";
    }

    private static String inForce(JsonNode inForce, String part, String source) {
        JsonNode value = inForce.path(camelCase(part));
        if (value.isValueNode()) {
            return value.asText();
        }
        return switch (part) {
            case "routes" -> routes(inForce.path("routes"));
            case "retry" ->
                inForce.path("attempts").asText() + " attempts, "
                        + inForce.path("retryBudget").asText();
            case "ejection" -> "after " + inForce.path("ejectAfterFailures").asText() + " failures";
            // What a caller doesn't tell of itself.
            default -> source.equals("built in") ? "default" : "as said there";
        };
    }

    private static String routes(JsonNode routes) {
        List<String> all = new ArrayList<>();
        routes.forEach(route -> all.add(shares(route)));
        return all.isEmpty() ? "none" : String.join("; ", all);
    }

    private static String shares(JsonNode route) {
        List<String> shares = new ArrayList<>();
        route.properties()
                .forEach(share -> shares.add((share.getKey().isEmpty() ? "all" : share.getKey()) + " "
                        + share.getValue().asText()));
        return String.join(", ", shares);
    }

    private static String camelCase(String part) {
        StringBuilder name = new StringBuilder();
        for (String word : part.split("-", -1)) {
            name.append(name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return name.toString();
    }
}
