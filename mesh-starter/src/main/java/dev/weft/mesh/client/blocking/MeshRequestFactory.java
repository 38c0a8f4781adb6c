package dev.weft.mesh.client.blocking;

import dev.weft.mesh.client.LogicalHosts;
import dev.weft.mesh.model.ServiceName;
import java.io.IOException;
import java.net.URI;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;

/**
 * Makes requests to logical names calls through the mesh, and leaves all others to the factory that it replaces.
 *
 * <p>Request bodies stream, if they are given as {@code StreamingHttpOutputMessage.Body}, as Spring's converters do;
 * what is written to {@code getBody()} is collected first. A client's own interceptors make Spring collect every body.
 */
public final class MeshRequestFactory implements ClientHttpRequestFactory {

    private final ClientHttpRequestFactory outside;
    private final LogicalHosts hosts;
    private final MeshTransport transport;

    MeshRequestFactory(ClientHttpRequestFactory outside, LogicalHosts hosts, MeshTransport transport) {
        this.outside = outside;
        this.hosts = hosts;
        this.transport = transport;
    }

    /**
     * A factory for clients without settings of their own.
     *
     * @param outside for hosts outside the mesh
     */
    public static MeshRequestFactory of(
            ClientHttpRequestFactory outside, LogicalHosts hosts, MeshTransports transports) {
        return new MeshRequestFactory(outside, hosts, transports.with(ClientSettings.NONE));
    }

    /** The factory for hosts outside the mesh. */
    ClientHttpRequestFactory outside() {
        return outside;
    }

    @Override
    public ClientHttpRequest createRequest(URI uri, HttpMethod method) throws IOException {
        ServiceName service = hosts.service(uri);
        return service == null ? outside.createRequest(uri, method) : new MeshRequest(service, uri, method, transport);
    }
}
