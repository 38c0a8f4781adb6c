package dev.weft.meshctl.command;

import com.fasterxml.jackson.databind.JsonNode;

/** Tells why a route doesn't take a request. */
final class PassedOver {

    private PassedOver() {}

    static String words(JsonNode other) {
        String name = other.path("name").asText("");
        return "routes[" + other.path("route").asText() + "]"
                + (name.isEmpty() || other.path("name").isNull() ? "" : " " + name) + ": "
                + other.path("match").asText() + ": " + other.path("why").asText();
    }
}
