package dev.weft.mesh.directory;

import com.netflix.appinfo.InstanceInfo;
import com.netflix.discovery.EurekaClientConfig;
import com.netflix.discovery.shared.resolver.DefaultEndpoint;
import com.netflix.discovery.shared.resolver.EurekaEndpoint;
import com.netflix.discovery.shared.transport.EurekaHttpClient;
import com.netflix.discovery.shared.transport.TransportClientFactory;
import com.netflix.discovery.shared.transport.jersey.TransportClientFactories;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;

/** Eureka's own transport, which shows the join secret to every registry whose URL holds no credentials. */
public final class JoiningTransport<F> implements TransportClientFactories<F> {

    private final TransportClientFactories<F> transport;
    private final String credentials;

    public JoiningTransport(TransportClientFactories<F> transport, String secret) {
        this.transport = transport;
        this.credentials =
                "mesh:" + URLEncoder.encode(secret, StandardCharsets.UTF_8).replace("+", "%20") + "@";
    }

    @Override
    public TransportClientFactory newTransportClientFactory(
            EurekaClientConfig config, Collection<F> filters, InstanceInfo self) {
        return joining(transport.newTransportClientFactory(config, filters, self));
    }

    @Override
    public TransportClientFactory newTransportClientFactory(
            EurekaClientConfig config,
            Collection<F> filters,
            InstanceInfo self,
            Optional<SSLContext> ssl,
            Optional<HostnameVerifier> verifier) {
        return joining(transport.newTransportClientFactory(config, filters, self, ssl, verifier));
    }

    private TransportClientFactory joining(TransportClientFactory factory) {
        return new TransportClientFactory() {
            @Override
            public EurekaHttpClient newClient(EurekaEndpoint registry) {
                URI url = URI.create(registry.getServiceUrl());
                return factory.newClient(url.getRawUserInfo() != null ? registry : new DefaultEndpoint(with(url)));
            }

            @Override
            public void shutdown() {
                factory.shutdown();
            }
        };
    }

    private String with(URI url) {
        return url.getScheme() + "://" + credentials
                + url.toString().substring(url.getScheme().length() + 3);
    }
}
