package dev.weft.meshctl.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Tells what the registry says of a request's route. */
final class StoredExplanation {

    private StoredExplanation() {}

    static String words(JsonNode answer) {
        JsonNode goes = answer.path("explanation").path("goes");
        Lines lines = new Lines();
        lines.add(
                "rules",
                "of " + answer.path("service").asText() + ", revision "
                        + answer.path("revision").asText() + ", without what callers have in files");
        if (goes.has("route")) {
            lines.add(
                    "route",
                    goes.path("route").asText() + ": " + goes.path("match").asText());
        } else {
            lines.add("route", goes.path("match").asText());
        }
        List<String> shares = new ArrayList<>();
        goes.path("to")
                .forEach(to -> shares.add(
                        to.path("to").asText() + " " + to.path("percent").asText() + "%"));
        lines.add("goes to", shares.isEmpty() ? goes.path("answer").asText() : String.join(", ", shares));
        for (JsonNode other : answer.path("explanation").path("passedOver")) {
            lines.add("not", PassedOver.words(other));
        }
        return lines.text();
    }
}
