package dev.weft.mesh.guards;

import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.model.Subset;
import dev.weft.mesh.resilience.Breaker;
import dev.weft.mesh.resilience.Bulkhead;
import dev.weft.mesh.resilience.Guards;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.common.circuitbreaker.configuration.CommonCircuitBreakerConfigurationProperties;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Breakers and bulkheads of Resilience4j. The instance of a service is the one of its logical name; a subset's breaker
 * has the subset added to its name and the settings of the service's. What {@code resilience4j.circuitbreaker.*} properties
 * leave out of a service's instance has the mesh's defaults; an instance that was made in code stays as it is. A bulkhead is only
 * there for a service that has an instance of the user's.
 */
public final class Resilience4jGuards implements Guards {

    private final CircuitBreakerRegistry breakers;
    private final CommonCircuitBreakerConfigurationProperties properties;
    private final BulkheadRegistry bulkheads;
    private final Map<String, CircuitBreakerConfig> configs = new ConcurrentHashMap<>();
    private final Set<String> made = ConcurrentHashMap.newKeySet();

    /** @param properties what the registry's breakers were configured with */
    public Resilience4jGuards(
            CircuitBreakerRegistry breakers,
            CommonCircuitBreakerConfigurationProperties properties,
            BulkheadRegistry bulkheads) {
        this.breakers = breakers;
        this.properties = properties;
        this.bulkheads = bulkheads;
    }

    @Override
    public Breaker breaker(ServiceName service, Subset subset) {
        CircuitBreakerConfig config = configs.computeIfAbsent(service.value(), this::config);
        String name = name(service, subset);
        if (breakers.find(name).isEmpty()) {
            made.add(name);
        }
        return new Resilience4jBreaker(breakers.circuitBreaker(name, config));
    }

    private static String name(ServiceName service, Subset subset) {
        return subset.labels().isEmpty() ? service.value() : service + "/" + subset;
    }

    /** All but what the user has made. */
    @Override
    public void forget(ServiceName service, Collection<Subset> subsets) {
        for (Subset subset : subsets) {
            String name = name(service, subset);
            if (made.remove(name)) {
                breakers.remove(name);
            }
        }
        if (breakers.find(service.value()).isEmpty()) {
            configs.remove(service.value());
        }
    }

    @Override
    public Bulkhead bulkhead(ServiceName service) {
        return bulkheads
                .find(service.value())
                .<Bulkhead>map(Resilience4jBulkhead::new)
                .orElse(Bulkhead.NONE);
    }

    private CircuitBreakerConfig config(String name) {
        CircuitBreaker there = breakers.find(name).orElse(null);
        if (there == null) {
            return BreakerDefaults.whole();
        }
        if (!properties.getInstances().containsKey(name)) {
            return there.getCircuitBreakerConfig();
        }
        // Resilience4j makes those that have properties when the application starts, with its own defaults.
        CircuitBreakerConfig config = BreakerDefaults.complete(properties, name, there.getCircuitBreakerConfig());
        breakers.replace(name, CircuitBreaker.of(name, config, there.getTags()));
        return config;
    }
}
