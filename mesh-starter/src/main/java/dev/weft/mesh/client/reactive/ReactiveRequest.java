package dev.weft.mesh.client.reactive;

import io.netty.handler.codec.http.HttpHeaders;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A request by logical name, as every attempt sends it.
 *
 * @param method in capitals
 * @param uri absolute; its host names a service
 * @param headers as the caller set them; {@code Host} and the mesh's own fields are replaced
 * @param authority what {@code Host} says
 * @param body kept or streamed
 * @param connectTimeout in the place of the one that the service's rules have, or null
 */
public record ReactiveRequest(
        String method,
        URI uri,
        HttpHeaders headers,
        String authority,
        RequestBody body,
        @Nullable Duration connectTimeout) {}
