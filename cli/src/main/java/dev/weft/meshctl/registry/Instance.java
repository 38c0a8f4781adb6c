package dev.weft.meshctl.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;

/**
 * An instance of a service, as the registry knows it.
 *
 * @param management where its actuator is
 */
public record Instance(String service, String id, String status, URI management) {

    private static final String PORT = "management.port";

    static Instance of(String service, JsonNode instance) {
        JsonNode metadata = instance.path("metadata");
        String port = metadata.has(PORT)
                ? metadata.path(PORT).asText()
                : instance.path("port").asText();
        String host = instance.path("host").asText();
        String shown = host.contains(":") ? "[" + host + "]" : host;
        return new Instance(
                service,
                instance.path("id").asText(),
                instance.path("status").asText(),
                URI.create((instance.path("secure").asBoolean() ? "https" : "http") + "://" + shown + ":" + port));
    }

    public boolean isUp() {
        return status.equals("UP");
    }
}
