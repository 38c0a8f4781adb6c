package dev.weft.mesh.directory;

import com.netflix.appinfo.InstanceInfo;
import com.netflix.discovery.EurekaClient;
import com.netflix.discovery.shared.Application;
import com.netflix.discovery.shared.Applications;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.ServiceName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.springframework.cloud.client.discovery.event.HeartbeatEvent;
import org.springframework.cloud.client.discovery.event.InstanceRegisteredEvent;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.SmartApplicationListener;

/**
 * What Eureka's client holds: read when the client has fetched, whether that changed anything or not. The client itself
 * is not touched before Spring has registered this instance, since it takes down the port when it is made, and a random
 * port is known late.
 */
public final class EurekaPoll implements RegistrySource.Poll, SmartApplicationListener, SmartLifecycle {

    /** After the web server, for the case that nothing is registered and so nobody else wakes the client. */
    private static final int PHASE = Integer.MAX_VALUE - 2_000;

    /** The version of a client's applications before its first fetch. */
    private static final long NEVER_FETCHED = -1;

    private final Supplier<EurekaClient> client;
    private final InstanceMapping mapping;
    private final Cancellations cancellations;
    private final FetchPace pace;
    private volatile Consumer<SourceAnswer> listener = answer -> {};
    private volatile boolean running;

    public EurekaPoll(
            Supplier<EurekaClient> client, InstanceMapping mapping, Cancellations cancellations, FetchPace pace) {
        this.client = client;
        this.mapping = mapping;
        this.cancellations = cancellations;
        this.pace = pace;
    }

    @Override
    public void start(Consumer<SourceAnswer> newListener) {
        listener = newListener;
    }

    @Override
    public boolean supportsEventType(Class<? extends ApplicationEvent> type) {
        return HeartbeatEvent.class.isAssignableFrom(type) || InstanceRegisteredEvent.class.isAssignableFrom(type);
    }

    @Override
    public void onApplicationEvent(ApplicationEvent event) {
        if (event instanceof InstanceRegisteredEvent) {
            readIfFetched(client.get());
        } else if (event.getSource() instanceof EurekaClient fetched && !pace.spared()) {
            listener.accept(read(fetched.getApplications()));
        }
    }

    @Override
    public void start() {
        running = true;
        readIfFetched(client.get());
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    private void readIfFetched(EurekaClient maybeFetched) {
        Applications applications = maybeFetched.getApplications();
        if (applications.getVersion() != NEVER_FETCHED) {
            listener.accept(read(applications));
        }
    }

    private SourceAnswer read(Applications applications) {
        Map<ServiceName, List<Endpoint>> services = new HashMap<>();
        for (Application application : applications.getRegisteredApplications()) {
            if (ServiceName.isValid(application.getName())) {
                services.put(
                        ServiceName.of(application.getName()), endpoints(application.getInstancesAsIsFromEureka()));
            }
        }
        return new SourceAnswer(services, true, cancellations.take());
    }

    /** Of several instances at one address the youngest is there; the others are leases that outlive their process. */
    private List<Endpoint> endpoints(Collection<InstanceInfo> instances) {
        Map<String, InstanceInfo> youngest = new LinkedHashMap<>();
        Map<String, Endpoint> endpoints = new LinkedHashMap<>();
        for (InstanceInfo instance : instances) {
            Endpoint endpoint = mapping.endpoint(instance);
            if (endpoint != null) {
                InstanceInfo at = youngest.get(endpoint.address());
                if (at == null || instance.getLastDirtyTimestamp() > at.getLastDirtyTimestamp()) {
                    youngest.put(endpoint.address(), instance);
                    endpoints.put(endpoint.address(), endpoint);
                }
            }
        }
        return new ArrayList<>(endpoints.values());
    }
}
