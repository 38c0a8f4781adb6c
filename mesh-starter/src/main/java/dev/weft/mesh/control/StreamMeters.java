package dev.weft.mesh.control;

import dev.weft.mesh.model.ServiceName;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Whether the stream is open, and which revision of each service's rules is in force. */
public final class StreamMeters implements MeterBinder {

    private final WatchStream stream;
    private final StoreRules rules;

    public StreamMeters(WatchStream stream, StoreRules rules) {
        this.stream = stream;
        this.rules = rules;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("mesh.stream.connected", stream, its -> its.connected() == null ? 0 : 1)
                .description("1 while the registry's stream is open, 0 while endpoints are polled")
                .register(registry);
        Set<ServiceName> known = ConcurrentHashMap.newKeySet();
        rules.whenKnown(service -> {
            // Of most hosts outside nothing is ever stored.
            if (rules.revision(service) > 0 && known.add(service)) {
                version(service, registry);
            }
        });
    }

    private void version(ServiceName service, MeterRegistry registry) {
        Gauge.builder("mesh.rules.version", rules, its -> its.revision(service))
                .description("Revision of the registry's store at which the rules in force last changed")
                .tag("service", service.value())
                .register(registry);
    }
}
