package dev.weft.mesh.client.reactive;

import io.netty.handler.codec.http.HttpHeaders;
import java.net.URI;

/**
 * A request by logical name, as every attempt sends it.
 *
 * @param method in capitals
 * @param uri absolute; its host names a service
 * @param headers as the caller set them; {@code Host} and the mesh's own fields are replaced
 * @param authority what {@code Host} says
 * @param body kept or streamed
 * @param limits what the client was told of time
 */
public record ReactiveRequest(
        String method, URI uri, HttpHeaders headers, String authority, RequestBody body, Limits limits) {}
