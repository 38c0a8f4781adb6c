package dev.weft.mesh.client.reactive;

import dev.weft.mesh.client.LogicalHosts;
import dev.weft.mesh.client.Redirects;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request through the mesh, as every attempt sends it.
 *
 * @param method in capitals
 * @param uri absolute; its host names whom it goes to
 * @param scheme by which the caller has called, whatever the URI's is
 * @param called raw path and query by which the client has called, where a request is handed on by others, or null
 * @param headers as the caller set them; {@code Host} and the mesh's own fields are replaced
 * @param authority what {@code Host} says
 * @param body kept or streamed
 * @param limits what the client was told of time
 */
public record ReactiveRequest(
        String method,
        URI uri,
        String scheme,
        @Nullable String called,
        HttpHeaders headers,
        String authority,
        RequestBody body,
        Limits limits) {

    /** The request to which a response has redirected this one, or null if its body can't be sent again. */
    @Nullable
    ReactiveRequest redirected(Redirects.Hop hop) {
        if (hop.keepsBody() && !body.isKept()) {
            return null;
        }
        HttpHeaders kept = new DefaultHttpHeaders();
        for (Map.Entry<String, String> field : headers) {
            if (hop.keeps(field.getKey())) {
                kept.add(field.getKey(), field.getValue());
            }
        }
        RequestBody next = hop.keepsBody() ? body : RequestBody.NONE;
        return new ReactiveRequest(
                hop.method(),
                hop.uri(),
                hop.uri().getScheme(),
                null,
                kept,
                LogicalHosts.authority(hop.uri()),
                next,
                limits);
    }
}
