package dev.weft.mesh.client.blocking;

import dev.weft.mesh.client.LogicalHosts;
import dev.weft.mesh.model.ServiceName;
import java.io.IOException;
import java.net.URI;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.util.function.SingletonSupplier;

/**
 * Makes requests calls through the mesh, and leaves those to hosts that are called as they are to the factory that it
 * replaces.
 *
 * <p>Request bodies stream, if they are given as {@code StreamingHttpOutputMessage.Body}, as Spring's converters do;
 * what is written to {@code getBody()} is collected first. A client's own interceptors make Spring collect every body.
 */
public final class MeshRequestFactory implements ClientHttpRequestFactory {

    private final ClientHttpRequestFactory outside;
    private final Supplier<LogicalHosts> hosts;
    private final Supplier<MeshTransport> transport;
    private final boolean byHand;

    /**
     * @param outside for hosts that are called as they are
     * @param hosts asked for with the first request, like the transports, since factories are made early
     * @param settings what Spring Boot was given for {@code outside}, or null; its timeouts bound the rules' timeouts
     *     attempt by attempt, its SSL bundle is used with endpoints that speak TLS
     * @param byHand whether {@code outside} is of the user's own making, and so serves all hosts outside the mesh
     */
    public MeshRequestFactory(
            ClientHttpRequestFactory outside,
            Supplier<LogicalHosts> hosts,
            Supplier<MeshTransports> transports,
            @Nullable Object settings,
            boolean byHand) {
        this.byHand = byHand;
        this.outside = outside;
        this.hosts = hosts;
        ClientSettings known = ClientSettings.of(settings);
        this.transport = SingletonSupplier.of(() -> transports.get().with(known));
    }

    /** In front of a factory of Spring Boot's making. */
    public MeshRequestFactory(
            ClientHttpRequestFactory outside,
            Supplier<LogicalHosts> hosts,
            Supplier<MeshTransports> transports,
            @Nullable Object settings) {
        this(outside, hosts, transports, settings, false);
    }

    @Override
    public ClientHttpRequest createRequest(URI uri, HttpMethod method) throws IOException {
        ServiceName service = hosts.get().service(uri, byHand);
        return service == null
                ? outside.createRequest(uri, method)
                : new MeshRequest(service, uri, method, transport.get(), hosts.get());
    }
}
