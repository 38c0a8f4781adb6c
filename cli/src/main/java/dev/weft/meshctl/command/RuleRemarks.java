package dev.weft.meshctl.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Says what of a service's rules isn't in force at a caller, and what may not be meant. */
final class RuleRemarks {

    private RuleRemarks() {}

    static List<String> of(JsonNode rules) {
        List<String> remarks = new ArrayList<>();
        for (JsonNode hidden : rules.path("hidden")) {
            remarks.add(hidden.path("part").asText() + " of "
                    + hidden.path("source").asText() + " has no effect, hidden by "
                    + hidden.path("by").asText());
        }
        rules.path("warnings").forEach(warning -> remarks.add(warning.asText()));
        if (rules.path("problem").isTextual()) {
            remarks.add("not in force: " + rules.path("problem").asText());
        }
        return remarks;
    }
}
