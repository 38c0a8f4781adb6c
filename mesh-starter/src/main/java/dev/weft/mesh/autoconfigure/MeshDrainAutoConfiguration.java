package dev.weft.mesh.autoconfigure;

import com.netflix.discovery.AbstractDiscoveryClientOptionalArgs;
import com.netflix.discovery.EurekaClient;
import com.netflix.discovery.shared.transport.jersey.TransportClientFactories;
import dev.weft.mesh.directory.EurekaPresence;
import dev.weft.mesh.directory.Registration;
import dev.weft.mesh.server.Drain;
import dev.weft.mesh.server.DrainState;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ApplicationAvailabilityBean;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.cloud.client.discovery.event.InstanceRegisteredEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/** How an instance joins the mesh when it is ready, and leaves it without losing a request. */
@AutoConfiguration(
        before = ApplicationAvailabilityAutoConfiguration.class,
        after = MeshDirectoryAutoConfiguration.class,
        afterName = "org.springframework.cloud.netflix.eureka.EurekaClientAutoConfiguration")
@ConditionalOnProperty(name = "mesh.enabled", matchIfMissing = true)
@EnableConfigurationProperties(MeshProperties.class)
public final class MeshDrainAutoConfiguration {

    private static final String FETCH_INTERVAL = "eureka.client.registry-fetch-interval-seconds";

    /** The registry's answers may be a second old. */
    private static final Duration CACHES_AND_A_LITTLE = Duration.ofSeconds(2);

    private static final String PHASE_TIMEOUT = "spring.lifecycle.timeout-per-shutdown-phase";

    @Bean
    @ConditionalOnMissingBean(DrainState.class)
    static Drain meshDrain(
            MeshProperties properties, ObjectProvider<EurekaPresence> presence, Environment environment) {
        EurekaPresence inRegistry = presence.getIfAvailable();
        return new Drain(inRegistry == null ? () -> false : inRegistry::leave, wait(properties, environment));
    }

    private static Duration wait(MeshProperties properties, Environment environment) {
        Binder binder = Binder.get(environment);
        Duration phase = binder.bind(PHASE_TIMEOUT, Duration.class).orElse(Duration.ofSeconds(30));
        Duration wait = properties.getDrain().getWait();
        if (wait == null) {
            // Peers fetch as often as this instance does, as far as it knows.
            Duration enough = Duration.ofSeconds(
                            binder.bind(FETCH_INTERVAL, Integer.class).orElse(30))
                    .plus(CACHES_AND_A_LITTLE);
            return enough.compareTo(phase) < 0 ? enough : phase;
        }
        if (wait.isNegative() || wait.compareTo(phase) > 0) {
            throw new InvalidMeshPropertyException(
                    "mesh.drain.wait",
                    wait.toMillis() + "ms (expected: 0 to " + phase.toMillis() + "ms, which is " + PHASE_TIMEOUT + ")");
        }
        return wait;
    }

    /** Where Spring Cloud registers this instance with Eureka. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(EurekaClient.class)
    @ConditionalOnBean(EurekaClient.class)
    static class Eureka {

        @Bean
        @ConditionalOnMissingBean
        EurekaPresence meshEurekaPresence(
                ObjectProvider<EurekaClient> client,
                TransportClientFactories<?> transport,
                ObjectProvider<AbstractDiscoveryClientOptionalArgs<?>> transportArgs,
                Registration registration,
                MeshProperties properties) {
            Duration within = properties.getDrain().getTellWithin();
            if (within.isNegative()) {
                throw new InvalidMeshPropertyException("mesh.drain.tell-within", within + " (expected: 0 or more)");
            }
            RandomGenerator random = Chance.ofEachThread();
            return new EurekaPresence(
                    client::getObject, transport, transportArgs.getIfAvailable(), registration, within, random);
        }

        @Bean
        @ConditionalOnMissingBean(ApplicationAvailability.class)
        KnownAvailability meshAvailability(Registration registration) {
            return new KnownAvailability(registration);
        }

        @Bean
        Readiness meshReadiness(EurekaPresence presence) {
            return new Readiness(presence);
        }
    }

    /** Tells the registry at once when this instance becomes ready, or ceases to be. */
    static final class Readiness {

        private final EurekaPresence presence;

        Readiness(EurekaPresence presence) {
            this.presence = presence;
        }

        /** The last of all listeners: health asks one of the others. */
        @EventListener
        @Order(Ordered.LOWEST_PRECEDENCE)
        void changed(AvailabilityChangeEvent<ReadinessState> event) {
            presence.announce();
        }

        @EventListener
        void registered(InstanceRegisteredEvent<?> event) {
            presence.registeredAnew();
        }
    }

    /** Ready is who can be known. Whatever shows readiness goes by it: the health group, and its paths. */
    static final class KnownAvailability extends ApplicationAvailabilityBean {

        private final Registration registration;

        KnownAvailability(Registration registration) {
            this.registration = registration;
        }

        @Override
        public ReadinessState getReadinessState() {
            ReadinessState own = super.getReadinessState();
            return own == ReadinessState.ACCEPTING_TRAFFIC && registration.isAwaited()
                    ? ReadinessState.REFUSING_TRAFFIC
                    : own;
        }
    }
}
