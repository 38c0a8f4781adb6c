package dev.weft.mesh.guards;

import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.model.Subset;
import dev.weft.mesh.resilience.Breaker;
import dev.weft.mesh.resilience.Bulkhead;
import dev.weft.mesh.resilience.Guards;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.time.Duration;

/**
 * Breakers and bulkheads of Resilience4j. The instance of a service is the one of its logical name; a subset's breaker
 * has the subset added to its name and the settings of the service's. An instance that {@code resilience4j.*} properties
 * do not name has the mesh's own defaults; of one that they name, what they leave out is Resilience4j's.
 */
public final class Resilience4jGuards implements Guards {

    private static final int MAX_CALLS = 1024;

    private final CircuitBreakerRegistry breakers;
    private final BulkheadRegistry bulkheads;

    public Resilience4jGuards(CircuitBreakerRegistry breakers, BulkheadRegistry bulkheads) {
        this.breakers = breakers;
        this.bulkheads = bulkheads;
    }

    @Override
    public Breaker breaker(ServiceName service, Subset subset) {
        CircuitBreakerConfig config = breakers.find(service.value())
                .map(CircuitBreaker::getCircuitBreakerConfig)
                .orElseGet(Resilience4jGuards::breakerDefaults);
        String name = subset.labels().isEmpty() ? service.value() : service + "/" + subset;
        return new Resilience4jBreaker(breakers.circuitBreaker(name, config));
    }

    @Override
    public Bulkhead bulkhead(ServiceName service) {
        return new Resilience4jBulkhead(bulkheads.bulkhead(
                service.value(),
                () -> BulkheadConfig.custom().maxConcurrentCalls(MAX_CALLS).build()));
    }

    /** Half of the last hundred calls, at least twenty; open for 5 s; five trial calls, for which it waits 10 s. */
    private static CircuitBreakerConfig breakerDefaults() {
        return CircuitBreakerConfig.custom()
                .failureRateThreshold(50)
                .slidingWindowSize(100)
                .minimumNumberOfCalls(20)
                .waitDurationInOpenState(Duration.ofSeconds(5))
                .permittedNumberOfCallsInHalfOpenState(5)
                .maxWaitDurationInHalfOpenState(Duration.ofSeconds(10))
                // There is no switch for slow calls; nothing takes a day.
                .slowCallDurationThreshold(Duration.ofDays(1))
                .build();
    }
}
