package dev.weft.mesh.guards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.autoconfigure.MeshAutoConfiguration;
import dev.weft.mesh.autoconfigure.MeshRulesAutoConfiguration;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.model.Subset;
import dev.weft.mesh.resilience.Guards;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.common.circuitbreaker.configuration.CommonCircuitBreakerConfigurationProperties;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.ClassUtils;

/** What a user gets who tunes a service's breaker with Resilience4j's own properties, in part. */
class BreakerPropertiesTests {

    private static final ServiceName PETS = ServiceName.of("petdetails");
    private static final String INSTANCE = "resilience4j.circuitbreaker.instances.petdetails.";

    /** Where its starters for Spring Boot 3 and 4 keep it. */
    private static final List<String> RESILIENCE4J = List.of(
            "io.github.resilience4j.springboot3.circuitbreaker.autoconfigure.CircuitBreakerAutoConfiguration",
            "io.github.resilience4j.springboot.circuitbreaker.autoconfigure.CircuitBreakerAutoConfiguration");

    @Test
    void breakerWhenNothingIsSetHasTheMeshsDefaults() {
        run(BreakerPropertiesTests::isOfTheMesh);
    }

    @Test
    void breakerWhenOnePropertyIsSetHasTheMeshsDefaultsForTheRest() {
        run(
                config -> {
                    assertThat(config.getSlidingWindowType())
                            .isEqualTo(CircuitBreakerConfig.SlidingWindowType.TIME_BASED);
                    isOfTheMesh(config);
                },
                INSTANCE + "sliding-window-type=time_based");
    }

    @Test
    void forgetTakesWhatWasMadeForTheServiceAndLeavesWhatTheUserHasMade() {
        CircuitBreakerRegistry registry = CircuitBreakerRegistry.ofDefaults();
        registry.circuitBreaker("mine.test:443");
        Guards guards = new Resilience4jGuards(
                registry, new CommonCircuitBreakerConfigurationProperties(), BulkheadRegistry.ofDefaults());
        for (String name : List.of("mine.test:443", "dogs.test:443")) {
            ServiceName host = ServiceName.of(name);
            guards.breaker(host, Subset.ALL);
            guards.forget(host, List.of(Subset.ALL));
        }

        assertThat(registry.getAllCircuitBreakers())
                .extracting(CircuitBreaker::getName)
                .containsExactly("mine.test:443");
    }

    @Test
    void breakerWhenPropertiesAreSetHasThem() {
        run(
                config -> {
                    assertThat(config.getMinimumNumberOfCalls()).isEqualTo(7);
                    assertThat(wait(config)).isEqualTo(Duration.ofSeconds(2));
                    assertThat(config.getPermittedNumberOfCallsInHalfOpenState())
                            .isEqualTo(5);
                    assertThat(config.getMaxWaitDurationInHalfOpenState()).hasSeconds(10);
                },
                INSTANCE + "minimum-number-of-calls=7",
                INSTANCE + "wait-duration-in-open-state=2s");
    }

    @Test
    void breakerWhenAPropertyIsSetToResilience4jsOwnDefaultHasIt() {
        run(
                config -> {
                    assertThat(wait(config)).isEqualTo(Duration.ofSeconds(60));
                    assertThat(config.getMaxWaitDurationInHalfOpenState()).isZero();
                    assertThat(config.getPermittedNumberOfCallsInHalfOpenState())
                            .isEqualTo(5);
                },
                INSTANCE + "wait-duration-in-open-state=60s",
                INSTANCE + "max-wait-duration-in-half-open-state=0s");
    }

    @Test
    void breakerWhenItHasABaseConfigHasWhatThatSets() {
        run(
                config -> {
                    assertThat(wait(config)).isEqualTo(Duration.ofSeconds(60));
                    assertThat(config.getFailureRateThreshold()).isEqualTo(30);
                    assertThat(config.getMinimumNumberOfCalls()).isEqualTo(20);
                },
                INSTANCE + "base-config=patient",
                INSTANCE + "failure-rate-threshold=30",
                "resilience4j.circuitbreaker.configs.patient.wait-duration-in-open-state=60s",
                // Resilience4j takes the default for those only that name no other.
                "resilience4j.circuitbreaker.configs.default.minimum-number-of-calls=100");
    }

    @Test
    void breakerWhenThereIsADefaultConfigHasWhatThatSets() {
        run(
                config -> {
                    assertThat(wait(config)).isEqualTo(Duration.ofSeconds(60));
                    assertThat(config.getSlidingWindowSize()).isEqualTo(50);
                    assertThat(config.getMinimumNumberOfCalls()).isEqualTo(20);
                },
                INSTANCE + "sliding-window-size=50",
                "resilience4j.circuitbreaker.configs.default.wait-duration-in-open-state=60s");
    }

    @Test
    void slowCallsWhenTheUserNamesARateAreThoseOfResilience4j() {
        run(
                config -> assertThat(config.getSlowCallDurationThreshold()).hasSeconds(60),
                INSTANCE + "slow-call-rate-threshold=40");
    }

    @Test
    void breakerOfASubsetHasTheSettingsOfTheServices() {
        runner(INSTANCE + "minimum-number-of-calls=7").run(context -> {
            Guards guards = context.getBean(Guards.class);
            guards.breaker(PETS, Subset.version("v2"));
            guards.breaker(PETS, Subset.ALL);

            CircuitBreakerRegistry breakers = context.getBean(CircuitBreakerRegistry.class);
            assertThat(breakers.find("petdetails/version=v2").orElseThrow().getCircuitBreakerConfig())
                    .isSameAs(breakers.find("petdetails").orElseThrow().getCircuitBreakerConfig());
            assertThat(breakers.getAllCircuitBreakers()).hasSize(2);
        });
    }

    @Test
    void breakerWhenCodeMadeItIsUsedAsItIs() {
        runner().run(context -> {
            CircuitBreaker own = context.getBean(CircuitBreakerRegistry.class).circuitBreaker("petdetails");

            context.getBean(Guards.class).breaker(PETS, Subset.ALL).failed(1);

            assertThat(own.getMetrics().getNumberOfFailedCalls()).isEqualTo(1);
        });
    }

    private static void isOfTheMesh(CircuitBreakerConfig config) {
        assertThat(config.getFailureRateThreshold()).isEqualTo(50);
        assertThat(config.getSlidingWindowSize()).isEqualTo(100);
        assertThat(config.getMinimumNumberOfCalls()).isEqualTo(20);
        assertThat(wait(config)).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.getPermittedNumberOfCallsInHalfOpenState()).isEqualTo(5);
        assertThat(config.getMaxWaitDurationInHalfOpenState()).hasSeconds(10);
        assertThat(config.getSlowCallDurationThreshold()).hasDays(1);
    }

    private static Duration wait(CircuitBreakerConfig config) {
        return Duration.ofMillis(config.getWaitIntervalFunctionInOpenState().apply(1));
    }

    private static void run(Consumer<CircuitBreakerConfig> expectation, String... properties) {
        runner(properties).run(context -> {
            Guards guards = context.getBean(Guards.class);
            guards.breaker(PETS, Subset.ALL).failed(1);

            CircuitBreaker breaker = context.getBean(CircuitBreakerRegistry.class)
                    .find("petdetails")
                    .orElseThrow();
            assertThat(breaker.getMetrics().getNumberOfFailedCalls()).isEqualTo(1);
            expectation.accept(breaker.getCircuitBreakerConfig());
        });
    }

    private static ApplicationContextRunner runner(String... properties) {
        Class<?> resilience4j = RESILIENCE4J.stream()
                .filter(name -> ClassUtils.isPresent(name, null))
                .map(name -> ClassUtils.resolveClassName(name, null))
                .findFirst()
                .orElseThrow();
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        resilience4j, MeshRulesAutoConfiguration.class, MeshAutoConfiguration.class))
                .withPropertyValues(properties);
    }
}
