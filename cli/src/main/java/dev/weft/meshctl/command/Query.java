package dev.weft.meshctl.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import dev.weft.meshctl.registry.Names;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A request that somebody asks about.
 *
 * @param url whose host is the service
 * @param headers {@code name:value}
 */
record Query(String method, URI url, List<String> headers) {

    static Query of(String method, String url, List<String> headers) {
        for (String header : headers) {
            if (header.indexOf(':') < 1) {
                throw new Failure(Exit.USAGE, "-H: \"" + header + "\" (expected: name:value)");
            }
        }
        try {
            URI uri = new URI(url);
            if (uri.getHost() != null) {
                return new Query(method, uri, headers);
            }
        } catch (URISyntaxException e) {
            throw refused(url);
        }
        throw refused(url);
    }

    private static Failure refused(String url) {
        return new Failure(
                Exit.USAGE, "url: \"" + url + "\" (expected: a service's, as http://petdetails/pet/123/details)");
    }

    String service() {
        return Names.service(url.getHost());
    }

    /** As the mesh names it: a host outside with its port, since each port is a destination of its own. */
    private String called() {
        return isOutside() ? service() + ":" + port() : service();
    }

    private boolean isOutside() {
        return url.getHost().contains(".");
    }

    private int port() {
        if (url.getPort() > 0) {
            return url.getPort();
        }
        return "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
    }

    private String path() {
        return url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    }

    /** For an instance's actuator. */
    String parameters() {
        StringBuilder parameters = new StringBuilder("service=")
                .append(encoded(called()))
                .append("&method=")
                .append(encoded(method))
                .append("&path=")
                .append(encoded(path()));
        if (url.getPort() > 0 && !isOutside()) {
            parameters.append("&port=").append(url.getPort());
        }
        if (url.getRawQuery() != null) {
            parameters.append("&query=").append(encoded(url.getRawQuery()));
        }
        headers.forEach(header -> parameters.append("&header=").append(encoded(header)));
        return parameters.toString();
    }

    /** For the registry. */
    ObjectNode json(String caller) {
        ObjectNode request = new ObjectMapper().createObjectNode();
        request.put("from", caller)
                .put("method", method)
                .put("url", path() + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery()));
        ObjectNode fields = request.putObject("headers");
        for (String header : headers) {
            int colon = header.indexOf(':');
            fields.put(
                    header.substring(0, colon).strip(),
                    header.substring(colon + 1).strip());
        }
        return request;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
