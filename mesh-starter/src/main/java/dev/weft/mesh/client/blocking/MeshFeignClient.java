package dev.weft.mesh.client.blocking;

import dev.weft.mesh.client.LogicalHosts;
import dev.weft.mesh.model.ServiceName;
import feign.Client;
import feign.Request;
import feign.Response;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.util.function.SingletonSupplier;

/**
 * Makes Feign's requests calls through the mesh, and leaves those to hosts that are called as they are to the client that
 * it replaces. Responses stream. Feign's own timeouts bound the rules', attempt by attempt.
 */
public final class MeshFeignClient implements Client {

    /** Scheme and authority. */
    private static final Pattern ORIGIN = Pattern.compile("[^/?#]*//[^/?#]*");

    private final Client outside;
    private final Supplier<LogicalHosts> hosts;
    private final Supplier<MeshTransport> transport;
    private final boolean byHand;

    /**
     * @param outside for hosts that are called as they are
     * @param hosts asked for with the first request, like the transports, since clients are made early
     * @param byHand whether {@code outside} is of the user's own making, and so serves all hosts outside the mesh
     */
    public MeshFeignClient(
            Client outside, Supplier<LogicalHosts> hosts, Supplier<MeshTransports> transports, boolean byHand) {
        this.byHand = byHand;
        this.outside = outside;
        this.hosts = hosts;
        this.transport = SingletonSupplier.of(() -> transports.get().with(ClientSettings.NONE));
    }

    @Override
    public Response execute(Request request, Request.Options options) throws IOException {
        URI uri = uri(request.url());
        ServiceName service = uri == null ? null : hosts.get().service(uri, byHand);
        if (uri == null || service == null) {
            return outside.execute(request, options);
        }
        ClientSettings settings = new ClientSettings(
                Duration.ofMillis(options.connectTimeoutMillis()),
                Duration.ofMillis(options.readTimeoutMillis()),
                null,
                options.isFollowRedirects());
        FeignEncoding encoding = FeignEncoding.of(request);
        WireRequest wired = new WireRequest(
                service, uri, request.httpMethod().name(), headers(request, encoding), body(request, encoding));
        return response(request, transport.get().with(settings).call(wired, hosts.get()));
    }

    /**
     * The URL; null if it leads outside and is none for {@link URI}, which is stricter than Feign's own clients. Where
     * egress is denied, there is no telling whether it may.
     */
    private @Nullable URI uri(String url) {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException e) {
            if (hosts.get().isDeny() || isLogical(url)) {
                throw e;
            }
            return null;
        }
    }

    private boolean isLogical(String url) {
        Matcher origin = ORIGIN.matcher(url);
        try {
            return origin.lookingAt() && hosts.get().service(URI.create(origin.group())) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static List<Header> headers(Request request, FeignEncoding encoding) {
        List<Header> headers = new ArrayList<>();
        request.headers()
                .forEach((name, values) ->
                        encoding.said(name, values).forEach(value -> WireRequest.addHeader(headers, name, value)));
        return headers;
    }

    private static @Nullable RequestBody body(Request request, FeignEncoding encoding) throws IOException {
        if (request.body() != null) {
            return RequestBody.of(encoding.encode(request.body()));
        }
        return request.httpMethod().isWithBody() ? RequestBody.of(new byte[0]) : null;
    }

    private static Response response(Request request, WireResponse response) throws IOException {
        Map<String, Collection<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Header header : response.headers()) {
            headers.computeIfAbsent(header.getName(), name -> new ArrayList<>()).add(header.getValue());
        }
        return Response.builder()
                .request(request)
                .status(response.status())
                .reason(response.statusText())
                .headers(headers)
                .body(response.body(), response.length())
                .build();
    }
}
