package dev.weft.mesh.directory;

import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.ServiceName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;

/** Any discovery clients of Spring Cloud, asked at an interval. */
public final class DiscoveryClientSource implements EndpointSource {

    private static final Logger log = LoggerFactory.getLogger(DiscoveryClientSource.class);

    private final List<DiscoveryClient> clients;
    private final InstanceMapping mapping;
    private final RegistryContact contact;
    private final Duration interval;
    private final ScheduledExecutorService poller = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "mesh-discovery");
        thread.setDaemon(true);
        return thread;
    });

    public DiscoveryClientSource(
            List<DiscoveryClient> clients, InstanceMapping mapping, RegistryContact contact, Duration interval) {
        this.clients = List.copyOf(clients);
        this.mapping = mapping;
        this.contact = contact;
        this.interval = interval;
    }

    /** Whether there is nobody to ask. */
    public boolean isIdle() {
        return clients.isEmpty();
    }

    @Override
    public String name() {
        return "discovery client";
    }

    @Override
    public void start(Consumer<SourceAnswer> listener) {
        poller.scheduleWithFixedDelay(() -> poll(listener), 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        poller.shutdownNow();
    }

    private void poll(Consumer<SourceAnswer> listener) {
        Map<ServiceName, List<Endpoint>> services = new HashMap<>();
        for (DiscoveryClient client : clients) {
            try {
                ask(client, services);
                contact.answered(client.description());
            } catch (RuntimeException e) {
                contact.failed(client.description(), Printable.of(e.toString()));
                return;
            }
        }
        try {
            listener.accept(SourceAnswer.everything(services));
        } catch (RuntimeException e) {
            // Whatever leaves this method ends the polling for good.
            log.error("What the discovery clients said was not taken in; they are asked again.", e);
        }
    }

    private void ask(DiscoveryClient client, Map<ServiceName, List<Endpoint>> services) {
        for (String service : client.getServices()) {
            if (ServiceName.isValid(service)) {
                List<Endpoint> endpoints = services.computeIfAbsent(ServiceName.of(service), name -> new ArrayList<>());
                for (ServiceInstance instance : client.getInstances(service)) {
                    Endpoint endpoint = endpoint(instance);
                    if (endpoint != null) {
                        endpoints.add(endpoint);
                    }
                }
            }
        }
    }

    private @Nullable Endpoint endpoint(ServiceInstance instance) {
        String id = instance.getInstanceId();
        return mapping.endpoint(
                id != null ? id : instance.getHost() + ":" + instance.getPort(),
                instance.getHost(),
                instance.getPort(),
                instance.isSecure(),
                Endpoint.Status.UP,
                null,
                instance.getMetadata() == null ? Map.of() : instance.getMetadata());
    }
}
