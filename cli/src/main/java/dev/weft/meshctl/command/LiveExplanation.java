package dev.weft.meshctl.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.meshctl.output.Ansi;
import dev.weft.meshctl.output.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Tells what an instance says of a request that it would send. */
final class LiveExplanation {

    /** Results of calls that no rule is asked about. */
    private static final Set<String> NOWHERE = Set.of("unknown-service", "not-allowed");

    private static final String SHARE = "sharePercent";

    private final JsonNode answer;
    private final Ansi ansi;

    LiveExplanation(JsonNode answer, Ansi ansi) {
        this.answer = answer;
        this.ansi = ansi;
    }

    String words(String instance) {
        Lines lines = new Lines();
        lines.add("asked", instance);
        lines.add("result", text("result"));
        if (answer.path("problem").isTextual()) {
            lines.add("problem", text("problem"));
        }
        JsonNode route = answer.path("route");
        if (route.isObject()) {
            lines.add(
                    "route",
                    "routes[" + route.path("number").asText() + "]" + name(route) + ": "
                            + route.path("match").asText() + " ("
                            + route.path("source").asText() + ")");
            lines.add("split", split(route));
        }
        if (!NOWHERE.contains(text("result"))) {
            String why = text("why");
            lines.add("goes to", text("destination") + " of " + text("service") + (why.isEmpty() ? "" : ": " + why));
        }
        lines.add("path", text("path"));
        answer.path("passedOver").forEach(other -> lines.add("not", PassedOver.words(other)));
        return lines.text() + endpoints();
    }

    private static String name(JsonNode route) {
        return route.path("name").isTextual() ? " " + route.path("name").asText() : "";
    }

    private static String split(JsonNode route) {
        List<String> split = new ArrayList<>();
        route.path("to")
                .forEach(to -> split.add(to.path("destination").asText() + " "
                        + to.path("weight").asText()));
        return String.join(", ", split);
    }

    private String endpoints() {
        JsonNode candidates = answer.path("endpoints").path("candidates");
        if (candidates.isEmpty()) {
            return "";
        }
        // The next one goes where its turn is, and so all of it: of a split that says nothing.
        boolean inTurn = candidates.path(0).path(SHARE).isNumber();
        Table table = inTurn
                ? new Table("ENDPOINT", "ADDRESS", "VERSION", "NEXT", "OF ALL", "WHY")
                : new Table("ENDPOINT", "ADDRESS", "VERSION", "CHANCE", "WHY");
        candidates.forEach(candidate -> {
            List<String> row = new ArrayList<>();
            row.add(candidate.path("id").asText());
            row.add(candidate.path("address").asText());
            row.add(candidate.path("version").asText("-"));
            row.add(candidate.path("chancePercent").asText() + "%");
            if (inTurn) {
                row.add(candidate.path(SHARE).asText() + "%");
            }
            row.add(candidate.path("why").asText());
            table.row(row.toArray());
        });
        return "\n\n" + table.text(ansi);
    }

    private String text(String name) {
        return answer.path(name).asText();
    }
}
