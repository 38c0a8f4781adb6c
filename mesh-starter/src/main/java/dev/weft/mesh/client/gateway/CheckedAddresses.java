package dev.weft.mesh.client.gateway;

import dev.weft.mesh.client.LogicalHosts;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.springframework.cloud.gateway.config.HttpClientCustomizer;
import org.springframework.core.Ordered;
import reactor.netty.http.client.HttpClient;

/**
 * Keeps the gateway's own client, by which WebSockets go, from addresses at which a host outside the mesh may not be called,
 * whatever a name server says by the time that it connects.
 */
public final class CheckedAddresses implements HttpClientCustomizer, Ordered {

    private final LogicalHosts hosts;

    public CheckedAddresses(LogicalHosts hosts) {
        this.hosts = hosts;
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public HttpClient customize(HttpClient client) {
        return client.resolvedAddressesSelector(
                (config, found) -> found.stream().filter(this::mayBeCalled).toList());
    }

    private boolean mayBeCalled(SocketAddress found) {
        return !(found instanceof InetSocketAddress address) || address.isUnresolved() || hosts.permits(address);
    }
}
