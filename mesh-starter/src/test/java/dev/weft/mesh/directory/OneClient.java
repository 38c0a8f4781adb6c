package dev.weft.mesh.directory;

import com.netflix.appinfo.InstanceInfo;
import com.netflix.discovery.EurekaClientConfig;
import com.netflix.discovery.shared.resolver.EurekaEndpoint;
import com.netflix.discovery.shared.transport.EurekaHttpClient;
import com.netflix.discovery.shared.transport.TransportClientFactory;
import com.netflix.discovery.shared.transport.jersey.TransportClientFactories;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;

/** Whatever is asked of it, the one client. */
record OneClient(EurekaHttpClient client) implements TransportClientFactories<Object>, TransportClientFactory {

    @Override
    public TransportClientFactory newTransportClientFactory(
            EurekaClientConfig config, Collection<Object> filters, InstanceInfo self) {
        return this;
    }

    @Override
    public TransportClientFactory newTransportClientFactory(
            EurekaClientConfig config,
            Collection<Object> filters,
            InstanceInfo self,
            Optional<SSLContext> ssl,
            Optional<HostnameVerifier> verifier) {
        return this;
    }

    @Override
    public EurekaHttpClient newClient(EurekaEndpoint registry) {
        return client;
    }

    @Override
    public void shutdown() {}
}
