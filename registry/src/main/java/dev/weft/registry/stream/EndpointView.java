package dev.weft.registry.stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An instance as clients are told of it.
 *
 * @param id unique within its service
 * @param host that is dialled
 * @param port that is dialled
 * @param secure whether the port speaks TLS
 * @param zone where it runs, or null when unknown
 * @param metadata whatever else it says of itself
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record EndpointView(
        String id,
        String host,
        int port,
        boolean secure,
        @Nullable String zone,
        Map<String, String> metadata) {

    EndpointView {
        metadata = Map.copyOf(metadata);
    }

    String address() {
        return host + ":" + port;
    }
}
