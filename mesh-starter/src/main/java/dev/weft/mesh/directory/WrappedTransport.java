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

/** Eureka's own transport, but for the clients that it makes of registries. */
abstract class WrappedTransport<F> implements TransportClientFactories<F> {

    private final TransportClientFactories<F> transport;

    WrappedTransport(TransportClientFactories<F> transport) {
        this.transport = transport;
    }

    /** A client of a registry, made by Eureka's own factory. */
    abstract EurekaHttpClient client(TransportClientFactory factory, EurekaEndpoint registry);

    @Override
    public final TransportClientFactory newTransportClientFactory(
            EurekaClientConfig config, Collection<F> filters, InstanceInfo self) {
        return wrapped(transport.newTransportClientFactory(config, filters, self));
    }

    @Override
    public final TransportClientFactory newTransportClientFactory(
            EurekaClientConfig config,
            Collection<F> filters,
            InstanceInfo self,
            Optional<SSLContext> ssl,
            Optional<HostnameVerifier> verifier) {
        return wrapped(transport.newTransportClientFactory(config, filters, self, ssl, verifier));
    }

    private TransportClientFactory wrapped(TransportClientFactory factory) {
        return new TransportClientFactory() {
            @Override
            public EurekaHttpClient newClient(EurekaEndpoint registry) {
                return client(factory, registry);
            }

            @Override
            public void shutdown() {
                factory.shutdown();
            }
        };
    }
}
