package dev.weft.mesh.guards;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.common.circuitbreaker.configuration.CommonCircuitBreakerConfigurationProperties;
import io.github.resilience4j.common.circuitbreaker.configuration.CommonCircuitBreakerConfigurationProperties.InstanceProperties;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The mesh's settings of a breaker, for whatever the user left open. */
final class BreakerDefaults {

    private static final String DEFAULT_CONFIG = "default";

    private static final CircuitBreakerConfig THEIRS = CircuitBreakerConfig.ofDefaults();

    private BreakerDefaults() {}

    /** Half of the last hundred calls, at least twenty; open for 5 s; five trial calls, for which it waits 10 s. */
    static CircuitBreakerConfig whole() {
        return complete(THEIRS, List.of());
    }

    /**
     * Resilience4j's configuration of an instance, with the mesh's settings where the user set nothing: neither a
     * property, nor another value than Resilience4j's own by code.
     */
    static CircuitBreakerConfig complete(
            CommonCircuitBreakerConfigurationProperties properties, String name, CircuitBreakerConfig built) {
        return complete(built, chain(properties, name));
    }

    private static CircuitBreakerConfig complete(CircuitBreakerConfig built, List<InstanceProperties> user) {
        CircuitBreakerConfig.Builder config = CircuitBreakerConfig.from(built);
        if (isOpen(user, InstanceProperties::getFailureRateThreshold)
                && isTheirs(built, CircuitBreakerConfig::getFailureRateThreshold)) {
            config.failureRateThreshold(50);
        }
        if (isOpen(user, InstanceProperties::getSlidingWindowSize)
                && isTheirs(built, CircuitBreakerConfig::getSlidingWindowSize)) {
            config.slidingWindowSize(100);
        }
        if (isOpen(user, InstanceProperties::getMinimumNumberOfCalls)
                && isTheirs(built, CircuitBreakerConfig::getMinimumNumberOfCalls)) {
            config.minimumNumberOfCalls(20);
        }
        if (isOpen(user, InstanceProperties::getWaitDurationInOpenState)
                && isTheirs(built, BreakerDefaults::firstWait)) {
            config.waitDurationInOpenState(Duration.ofSeconds(5));
        }
        if (isOpen(user, InstanceProperties::getPermittedNumberOfCallsInHalfOpenState)
                && isTheirs(built, CircuitBreakerConfig::getPermittedNumberOfCallsInHalfOpenState)) {
            config.permittedNumberOfCallsInHalfOpenState(5);
        }
        if (isOpen(user, InstanceProperties::getMaxWaitDurationInHalfOpenState)
                && isTheirs(built, CircuitBreakerConfig::getMaxWaitDurationInHalfOpenState)) {
            config.maxWaitDurationInHalfOpenState(Duration.ofSeconds(10));
        }
        if (isOpen(user, InstanceProperties::getSlowCallDurationThreshold)
                && isOpen(user, InstanceProperties::getSlowCallRateThreshold)
                && isTheirs(built, CircuitBreakerConfig::getSlowCallDurationThreshold)
                && isTheirs(built, CircuitBreakerConfig::getSlowCallRateThreshold)) {
            // There is no switch for slow calls; nothing takes a day.
            config.slowCallDurationThreshold(Duration.ofDays(1));
        }
        return config.build();
    }

    private static Long firstWait(CircuitBreakerConfig config) {
        return config.getWaitIntervalFunctionInOpenState().apply(1);
    }

    private static boolean isOpen(List<InstanceProperties> user, Function<InstanceProperties, @Nullable Object> value) {
        return user.stream().allMatch(properties -> value.apply(properties) == null);
    }

    private static boolean isTheirs(CircuitBreakerConfig built, Function<CircuitBreakerConfig, Object> value) {
        return Objects.equals(value.apply(built), value.apply(THEIRS));
    }

    /** The properties that an instance is made of, as Resilience4j inherits them. */
    private static List<InstanceProperties> chain(CommonCircuitBreakerConfigurationProperties properties, String name) {
        List<InstanceProperties> chain = new ArrayList<>();
        String at = name;
        InstanceProperties next = properties.getInstances().get(name);
        while (next != null && !chain.contains(next)) {
            chain.add(next);
            String base = next.getBaseConfig();
            if (base != null && !base.isEmpty()) {
                at = base;
                next = properties.getConfigs().get(base);
            } else {
                InstanceProperties common = properties.getConfigs().get(DEFAULT_CONFIG);
                next = properties.getConfigs().getOrDefault(at, common);
            }
        }
        return chain;
    }
}
