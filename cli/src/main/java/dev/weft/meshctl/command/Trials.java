package dev.weft.meshctl.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import dev.weft.meshctl.document.ServiceDocument;
import dev.weft.meshctl.registry.Registry;
import java.util.ArrayList;
import java.util.List;

/** Has the registry check documents without storing them. */
final class Trials {

    private final Registry registry;

    Trials(Registry registry) {
        this.registry = registry;
    }

    /** What a document would change; a document that can't be used is refused, with the places in its file. */
    JsonNode run(ServiceDocument document) {
        JsonNode tried = registry.dryRun(document.service(), document.text());
        List<String> problems = new ArrayList<>();
        tried.path("problems")
                .forEach(problem ->
                        problems.add(document.place(
                                        problem.path("line").asInt(),
                                        problem.path("column").asInt()) + ": " + Problems.what(problem)));
        if (!problems.isEmpty()) {
            throw new Failure(Exit.REFUSED, String.join("\n", problems));
        }
        return tried;
    }
}
