package dev.weft.meshctl.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Says what is wrong with a document. */
final class Problems {

    private Problems() {}

    /**
     * A line each.
     *
     * @param source of the document
     * @param problems as the registry names them
     */
    static String text(String source, JsonNode problems) {
        List<String> lines = new ArrayList<>();
        problems.forEach(problem -> lines.add(source + ":"
                + problem.path("line").asText() + ":" + problem.path("column").asText() + ": " + what(problem)));
        return String.join("\n", lines);
    }

    /** One of them, without its place. */
    static String what(JsonNode problem) {
        String path = problem.path("path").asText();
        return (path.isEmpty() ? "" : path + ": ") + problem.path("problem").asText() + " (expected: "
                + problem.path("expected").asText() + ")";
    }
}
