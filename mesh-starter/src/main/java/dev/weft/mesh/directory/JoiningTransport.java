package dev.weft.mesh.directory;

import com.netflix.discovery.shared.resolver.DefaultEndpoint;
import com.netflix.discovery.shared.resolver.EurekaEndpoint;
import com.netflix.discovery.shared.transport.EurekaHttpClient;
import com.netflix.discovery.shared.transport.TransportClientFactory;
import com.netflix.discovery.shared.transport.jersey.TransportClientFactories;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Eureka's own transport, which shows the join secret to every registry whose URL holds no credentials. */
public final class JoiningTransport<F> extends WrappedTransport<F> {

    private final String credentials;

    public JoiningTransport(TransportClientFactories<F> transport, String secret) {
        super(transport);
        this.credentials =
                "mesh:" + URLEncoder.encode(secret, StandardCharsets.UTF_8).replace("+", "%20") + "@";
    }

    @Override
    EurekaHttpClient client(TransportClientFactory factory, EurekaEndpoint registry) {
        URI url = URI.create(registry.getServiceUrl());
        return factory.newClient(url.getRawUserInfo() != null ? registry : new DefaultEndpoint(with(url)));
    }

    private String with(URI url) {
        return url.getScheme() + "://" + credentials
                + url.toString().substring(url.getScheme().length() + 3);
    }
}
