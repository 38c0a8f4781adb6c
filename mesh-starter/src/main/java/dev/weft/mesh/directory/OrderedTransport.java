package dev.weft.mesh.directory;

import com.netflix.appinfo.InstanceInfo;
import com.netflix.discovery.shared.resolver.EurekaEndpoint;
import com.netflix.discovery.shared.transport.EurekaHttpClient;
import com.netflix.discovery.shared.transport.EurekaHttpResponse;
import com.netflix.discovery.shared.transport.TransportClientFactory;
import com.netflix.discovery.shared.transport.decorator.EurekaHttpClientDecorator;
import com.netflix.discovery.shared.transport.jersey.TransportClientFactories;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Eureka's own transport, by which what this instance says later is newer. Eureka tells by the wall clock, and a registry
 * ignores what is older than what it knows: an instance whose clock was set back could not even say that it leaves.
 */
public final class OrderedTransport<F> extends WrappedTransport<F> {

    private final AtomicLong latest = new AtomicLong();

    public OrderedTransport(TransportClientFactories<F> transport) {
        super(transport);
    }

    @Override
    EurekaHttpClient client(TransportClientFactory factory, EurekaEndpoint registry) {
        return new Ordered(factory.newClient(registry));
    }

    /** Not before what was said last; the same time is the same state, said again. */
    private long next(long said) {
        return latest.updateAndGet(last -> said < last ? last + 1 : said);
    }

    private final class Ordered extends EurekaHttpClientDecorator {

        private final EurekaHttpClient client;

        Ordered(EurekaHttpClient client) {
            this.client = client;
        }

        @Override
        public EurekaHttpResponse<Void> register(InstanceInfo self) {
            self.setLastDirtyTimestamp(next(self.getLastDirtyTimestamp()));
            return super.register(self);
        }

        @Override
        protected <R> EurekaHttpResponse<R> execute(RequestExecutor<R> request) {
            return request.execute(client);
        }

        @Override
        public void shutdown() {
            client.shutdown();
        }
    }
}
