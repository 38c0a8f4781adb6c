package dev.weft.meshctl.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An instance of a service, as the registry knows it.
 *
 * @param management where its actuator is, or null if what it says is no address
 */
public record Instance(
        String service, String id, String status, @Nullable URI management) {

    private static final String PORT = "management.port";
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,5}");
    private static final int MAX_PORT = 65_535;

    static Instance of(String service, JsonNode instance) {
        JsonNode metadata = instance.path("metadata");
        JsonNode port = metadata.has(PORT) ? metadata.path(PORT) : instance.path("port");
        return new Instance(
                service,
                instance.path("id").asText(),
                instance.path("status").asText(),
                management(
                        instance.path("secure").asBoolean() ? "https" : "http",
                        instance.path("host").asText(),
                        port.asText()));
    }

    public boolean isUp() {
        return status.equals("UP");
    }

    /** Whoever registers chooses host and port: they must be nothing else, or requests could be led anywhere. */
    private static @Nullable URI management(String scheme, String host, String port) {
        if (!DIGITS.matcher(port).matches()) {
            return null;
        }
        int number = Integer.parseInt(port);
        String literal = host.contains(":") ? "[" + host + "]" : host;
        try {
            URI address = new URI(scheme, null, literal, number, null, null, null);
            boolean same = literal.equals(address.getHost()) && address.getRawUserInfo() == null;
            return same && number > 0 && number <= MAX_PORT ? address : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
