package dev.weft.meshctl.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import dev.weft.meshctl.output.Printable;
import dev.weft.meshctl.output.Printer;
import dev.weft.meshctl.output.Table;
import dev.weft.meshctl.registry.Fleet;
import dev.weft.meshctl.registry.Instance;
import dev.weft.meshctl.registry.Registry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows what rules are in force for a service at those who call it, as they say it themselves. */
final class Effective {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Fleet fleet;
    private final Printer printer;

    Effective(Registry registry, Printer printer) {
        this.fleet = new Fleet(registry);
        this.printer = printer;
    }

    /** @param caller a service or instance, or null for one instance of each service that knows rules for this one */
    void show(String service, @Nullable String caller) {
        ArrayNode answers = MAPPER.createArrayNode();
        for (Instance instance : caller == null ? oneOfEach() : fleet.named(caller)) {
            JsonNode answer = fleet.ask(instance, "/" + service);
            if (answer != null && answer.path("rules").isObject()) {
                answers.addObject().put("instance", instance.id()).set("rules", answer.path("rules"));
            }
        }
        if (answers.isEmpty()) {
            throw new Failure(
                    Exit.NOT_FOUND,
                    (caller == null ? "nobody" : caller + " neither") + " has called " + service
                            + " yet, nor has rules for it");
        }
        printer.answer(answers, () -> words(answers));
    }

    private List<Instance> oneOfEach() {
        List<Instance> callers = new ArrayList<>();
        fleet.services().forEach(name -> fleet.up(name).stream().findFirst().ifPresent(callers::add));
        return callers;
    }

    private String words(JsonNode answers) {
        Table table = new Table("INSTANCE", "PART", "IN FORCE", "SOURCE");
        StringBuilder remarks = new StringBuilder();
        for (JsonNode answer : answers) {
            String instance = answer.path("instance").asText();
            JsonNode rules = answer.path("rules");
            rules.path("sources")
                    .properties()
                    .forEach(part -> table.row(
                            instance,
                            part.getKey(),
                            inForce(rules.path("inForce"), part.getKey()),
                            part.getValue().asText()));
            remark(remarks, instance, rules);
        }
        return table.text(printer.ansi()) + "\n" + Printable.text(remarks.toString());
    }

    private static void remark(StringBuilder remarks, String instance, JsonNode rules) {
        for (JsonNode hidden : rules.path("hidden")) {
            remarks.append(instance)
                    .append(": ")
                    .append(hidden.path("part").asText())
                    .append(" of ")
                    .append(hidden.path("source").asText())
                    .append(" has no effect, hidden by ")
                    .append(hidden.path("by").asText())
                    .append('\n');
        }
        for (JsonNode warning : rules.path("warnings")) {
            remarks.append(instance).append(": ").append(warning.asText()).append('\n');
        }
        if (rules.path("problem").isTextual()) {
            remarks.append(instance)
                    .append(": not in force: ")
                    .append(rules.path("problem").asText())
                    .append('\n');
        }
    }

    private static String inForce(JsonNode inForce, String part) {
        if (part.equals("routes")) {
            List<String> routes = new ArrayList<>();
            inForce.path("routes").forEach(route -> routes.add(shares(route)));
            return routes.isEmpty() ? "none" : String.join("; ", routes);
        }
        JsonNode value = inForce.path(camelCase(part));
        return value.isValueNode() ? value.asText() : "-";
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
