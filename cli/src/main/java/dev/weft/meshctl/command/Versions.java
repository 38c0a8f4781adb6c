package dev.weft.meshctl.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import dev.weft.meshctl.document.Split;
import dev.weft.meshctl.registry.Registry;
import java.util.ArrayList;
import java.util.List;
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
        List<JsonNode> up = up(service);
        Set<String> versions = new TreeSet<>();
        up.forEach(instance -> versions.add(instance.path("version").asText("")));
        versions.remove("");
        if (up.isEmpty()) {
            throw refused("no instance of " + service + " is up", "one with version " + version);
        }
        String none = "no instance of " + service + " with version " + version + " is up";
        if (versions.isEmpty()) {
            throw refused(
                    none + ": those that are (" + up.size() + ") have no version",
                    "instances with eureka.instance.metadata-map.version");
        }
        if (!versions.contains(version)) {
            throw refused(none, String.join(" or ", versions));
        }
    }

    private Failure refused(String what, String expected) {
        return refused(Exit.REFUSED, what, expected);
    }

    private Failure refused(Exit exit, String what, String expected) {
        return registry.isSettling()
                ? new Failure(
                        Exit.UNAVAILABLE,
                        what + ", but the registry has just started, and may not know all instances yet (expected: the"
                                + " same again soon, or --force)")
                : new Failure(exit, what + " (expected: " + expected + ", or --force)");
    }

    private List<JsonNode> up(String service) {
        List<JsonNode> up = new ArrayList<>();
        try {
            for (JsonNode instance : registry.instances(service).path("instances")) {
                if (instance.path("status").asText().equals("UP")) {
                    up.add(instance);
                }
            }
        } catch (Failure e) {
            throw e.exit() == Exit.NOT_FOUND
                    ? refused(
                            Exit.NOT_FOUND,
                            "no such service is registered: " + service,
                            "one that meshctl services lists")
                    : e;
        }
        return up;
    }
}
