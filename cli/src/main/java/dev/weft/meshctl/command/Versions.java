package dev.weft.meshctl.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import dev.weft.meshctl.document.Split;
import dev.weft.meshctl.registry.Refusal;
import dev.weft.meshctl.registry.Registry;
import java.util.Set;
import java.util.TreeSet;

/** Sees to it that nobody sends requests to a version that nobody runs, unless that is meant. */
final class Versions {

    private final Registry registry;

    Versions(Registry registry) {
        this.registry = registry;
    }

    void checkSplit(String service, Split split) {
        split.weights().forEach((version, weight) -> {
            if (weight > 0) {
                check(service, version);
            }
        });
    }

    void check(String service, String version) {
        Set<String> running = running(service);
        if (!running.contains(version)) {
            throw new Failure(
                    Exit.REFUSED,
                    "no instance of " + service + " with version " + version + " is up (expected: "
                            + (running.isEmpty()
                                    ? "one that is; none of this service is"
                                    : String.join(" or ", running))
                            + ", or --force)");
        }
    }

    private Set<String> running(String service) {
        Set<String> versions = new TreeSet<>();
        try {
            for (JsonNode instance : registry.instances(service).path("instances")) {
                if (instance.path("status").asText().equals("UP")) {
                    versions.add(instance.path("version").asText(""));
                }
            }
        } catch (Refusal e) {
            if (e.exit() != Exit.NOT_FOUND) {
                throw e;
            }
        }
        versions.remove("");
        return versions;
    }
}
