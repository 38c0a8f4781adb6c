package dev.weft.mesh.directory;

import com.netflix.discovery.shared.Applications;
import com.netflix.discovery.shared.resolver.EurekaEndpoint;
import com.netflix.discovery.shared.transport.EurekaHttpClient;
import com.netflix.discovery.shared.transport.EurekaHttpResponse;
import com.netflix.discovery.shared.transport.TransportClientFactory;
import com.netflix.discovery.shared.transport.decorator.EurekaHttpClientDecorator;
import com.netflix.discovery.shared.transport.jersey.TransportClientFactories;

/**
 * Eureka's own transport, which leaves out most fetches while a stream tells who is there. Eureka's client can't be told
 * how often to fetch once it runs; so it is told that nothing has changed.
 */
public final class SparingTransport<F> extends WrappedTransport<F> {

    private static final int OK = 200;

    private final FetchPace pace;

    public SparingTransport(TransportClientFactories<F> transport, FetchPace pace) {
        super(transport);
        this.pace = pace;
    }

    @Override
    EurekaHttpClient client(TransportClientFactory factory, EurekaEndpoint registry) {
        return new Sparing(factory.newClient(registry));
    }

    private final class Sparing extends EurekaHttpClientDecorator {

        private final EurekaHttpClient client;

        Sparing(EurekaHttpClient client) {
            this.client = client;
        }

        @Override
        public EurekaHttpResponse<Applications> getApplications(String... regions) {
            pace.count(FetchPace.Fetch.ALL);
            return super.getApplications(regions);
        }

        @Override
        public EurekaHttpResponse<Applications> getDelta(String... regions) {
            Applications nothing = pace.nothing();
            if (nothing != null) {
                return EurekaHttpResponse.anEurekaHttpResponse(OK, nothing).build();
            }
            pace.count(FetchPace.Fetch.CHANGES);
            return super.getDelta(regions);
        }

        @Override
        protected <R> EurekaHttpResponse<R> execute(RequestExecutor<R> request) {
            EurekaHttpResponse<R> response = request.execute(client);
            if (response.getStatusCode() == OK && response.getEntity() instanceof Applications answer) {
                pace.fetched(answer);
            }
            return response;
        }

        @Override
        public void shutdown() {
            client.shutdown();
        }
    }
}
