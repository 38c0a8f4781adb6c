package dev.weft.registry.check;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.ServiceName;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request that nobody sends, to see where it would go.
 *
 * @param from who calls; the gateway if it isn't said
 * @param method GET if it isn't said
 * @param url a path with or without a query, or a whole URL, whose host counts as the request's Host
 * @param headers by name; none if they aren't said
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SampleRequest(
        @Nullable String from,
        @Nullable String method,
        @Nullable String url,
        @Nullable Map<String, String> headers) {

    private static final String GATEWAY = "gateway";

    ServiceName caller() {
        return ServiceName.of(from == null ? GATEWAY : from);
    }

    CallRequest to(ServiceName service) {
        URI target = target();
        Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        fields.put("Host", target.getRawAuthority() == null ? service.value() : target.getRawAuthority());
        if (headers != null) {
            fields.putAll(headers);
        }
        return new CallRequest(
                service,
                "https".equalsIgnoreCase(target.getScheme()) ? "https" : "http",
                Math.max(target.getPort(), 0),
                method == null ? "GET" : method.toUpperCase(Locale.ROOT),
                target.getRawPath().isEmpty() ? "/" : target.getRawPath(),
                target.getRawQuery(),
                fields::get,
                true,
                false,
                null,
                null,
                null,
                null,
                null);
    }

    private URI target() {
        String expected = "\" (expected: a path, as \"/pet/123\", or a URL, as \"http://petdetails/pet/123\")";
        try {
            URI target = new URI(url == null ? "/" : url);
            if (target.getRawPath() == null
                    || (target.getRawAuthority() == null && !target.getRawPath().startsWith("/"))) {
                throw new IllegalArgumentException("url: \"" + url + expected);
            }
            return target;
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("url: \"" + url + expected, e);
        }
    }
}
