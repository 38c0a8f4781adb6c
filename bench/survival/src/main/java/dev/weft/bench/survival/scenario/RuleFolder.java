package dev.weft.bench.survival.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.bench.survival.Tier;
import dev.weft.bench.survival.Town;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** One file of rules that a service goes by, and by nothing else. */
record RuleFolder(Path folder) {

    /** What the service is told. */
    Map<String, String> properties() {
        return Map.of(
                "mesh.rules.location",
                folder.toString(),
                "mesh.rules.refresh",
                "100ms",
                "mesh.registry.stream",
                "false");
    }

    void write(String document) {
        try {
            Path draft = Files.writeString(folder.resolve(".draft"), document);
            Files.move(draft, folder.resolve("back.yml"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("can't write to " + folder, e);
        }
    }

    /** Whether a bad document is bad as a file, too, which may speak of any service and say nothing of one. */
    static boolean isOfBack(String document) {
        return document.startsWith("services:\n  back:\n") || document.contains("Service, name: back }");
    }

    /** Whether it says that what it read last is not in force. */
    static boolean isRefused(Tier service) {
        JsonNode mesh = service.json("/actuator/mesh");
        for (JsonNode rules : mesh.path("rules")) {
            if (rules.path("service").asText().equals(Town.BACK) && rules.hasNonNull("problem")) {
                return true;
            }
        }
        for (JsonNode file : mesh.at("/ruleSources/files")) {
            if (!file.path("errors").isEmpty()) {
                return true;
            }
        }
        return false;
    }
}
