package dev.weft.mesh.directory;

import com.netflix.appinfo.InstanceInfo;
import com.netflix.discovery.AbstractDiscoveryClientOptionalArgs;
import com.netflix.discovery.EurekaClient;
import com.netflix.discovery.EurekaClientConfig;
import com.netflix.discovery.endpoint.EndpointUtils;
import com.netflix.discovery.shared.resolver.DefaultEndpoint;
import com.netflix.discovery.shared.transport.EurekaHttpClient;
import com.netflix.discovery.shared.transport.TransportClientFactory;
import com.netflix.discovery.shared.transport.jersey.TransportClientFactories;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells registries of this instance, as it is at that moment. Thread-safe. */
final class Telling {

    private static final Logger log = LoggerFactory.getLogger(Telling.class);

    private static final int NO_CONTENT = 204;

    private static final int BAD_REQUEST = 400;
    private static final int SERVER_ERROR = 500;

    private final TransportClientFactories<?> transport;
    private final @Nullable AbstractDiscoveryClientOptionalArgs<?> transportArgs;

    private volatile boolean refused;

    Telling(TransportClientFactories<?> transport, @Nullable AbstractDiscoveryClientOptionalArgs<?> transportArgs) {
        this.transport = transport;
        this.transportArgs = transportArgs;
    }

    /** Whether a registry has answered of late that it does not take this instance. */
    boolean isRefused() {
        return refused;
    }

    /**
     * Tells one registry after the other until one confirms it: it hands it on to the others.
     *
     * @return whether one has
     */
    boolean any(EurekaClient eureka, BooleanSupplier goOn) {
        refused = false;
        EurekaClientConfig config = eureka.getEurekaClientConfig();
        InstanceInfo self = eureka.getApplicationInfoManager().getInfo();
        return urls(config, self).stream()
                .takeWhile(url -> goOn.getAsBoolean())
                .anyMatch(url -> one(config, self, url));
    }

    /**
     * Tells all registries at once and returns with the first that confirms it. So none that hangs is waited for as long as
     * there is another.
     *
     * @param end of waiting, by {@link System#nanoTime}
     * @return whether one has confirmed it by then
     */
    boolean all(EurekaClient eureka, long end) throws InterruptedException {
        refused = false;
        EurekaClientConfig config = eureka.getEurekaClientConfig();
        InstanceInfo self = eureka.getApplicationInfoManager().getInfo();
        List<String> urls = urls(config, self);
        BlockingQueue<Boolean> answers = new LinkedBlockingQueue<>();
        for (String url : urls) {
            Thread thread = new Thread(() -> answers.add(one(config, self, url)), "mesh-telling");
            thread.setDaemon(true);
            thread.start();
        }
        for (int missing = urls.size(); missing > 0; missing--) {
            Boolean confirmed = answers.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (confirmed == null || confirmed) {
                return confirmed != null;
            }
        }
        return false;
    }

    private boolean one(EurekaClientConfig config, InstanceInfo self, String url) {
        TransportClientFactory factory = factory(transport, config, self);
        try {
            return register(factory, url, self);
        } finally {
            factory.shutdown();
        }
    }

    private boolean register(TransportClientFactory factory, String url, InstanceInfo self) {
        EurekaHttpClient registry = factory.newClient(new DefaultEndpoint(url));
        try {
            int status = registry.register(self).getStatusCode();
            if (status >= BAD_REQUEST && status < SERVER_ERROR && !refused) {
                refused = true;
                log.warn("The registry at {} does not take this instance: it answers {}", url, status);
            }
            return status == NO_CONTENT;
        } catch (RuntimeException e) {
            log.debug("Could not tell a registry that this instance is {}", self.getStatus(), e);
            return false;
        } finally {
            registry.shutdown();
        }
    }

    private static List<String> urls(EurekaClientConfig config, InstanceInfo self) {
        String zone = InstanceInfo.getZone(config.getAvailabilityZones(config.getRegion()), self);
        return EndpointUtils.getServiceUrlsFromConfig(config, zone, config.shouldPreferSameZoneEureka());
    }

    private <F> TransportClientFactory factory(
            TransportClientFactories<F> factories, EurekaClientConfig config, InstanceInfo self) {
        return factories.newTransportClientFactory(
                config,
                List.of(),
                self,
                transportArgs == null ? Optional.empty() : transportArgs.getSSLContext(),
                transportArgs == null ? Optional.empty() : transportArgs.getHostnameVerifier());
    }
}
