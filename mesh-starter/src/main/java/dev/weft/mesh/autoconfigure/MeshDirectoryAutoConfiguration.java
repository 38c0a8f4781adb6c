package dev.weft.mesh.autoconfigure;

import com.netflix.appinfo.EurekaInstanceConfig;
import com.netflix.discovery.EurekaClient;
import com.netflix.discovery.shared.transport.jersey.TransportClientFactories;
import dev.weft.mesh.balance.EndpointState;
import dev.weft.mesh.directory.BodilessErrors;
import dev.weft.mesh.directory.Cancellations;
import dev.weft.mesh.directory.Directory;
import dev.weft.mesh.directory.DiscoveryClientSource;
import dev.weft.mesh.directory.EndpointSource;
import dev.weft.mesh.directory.EurekaPoll;
import dev.weft.mesh.directory.Experience;
import dev.weft.mesh.directory.FetchPace;
import dev.weft.mesh.directory.InstanceMapping;
import dev.weft.mesh.directory.JoiningTransport;
import dev.weft.mesh.directory.ObservedTransport;
import dev.weft.mesh.directory.OrderedTransport;
import dev.weft.mesh.directory.Registration;
import dev.weft.mesh.directory.RegistryContact;
import dev.weft.mesh.directory.RegistrySource;
import dev.weft.mesh.directory.SparingTransport;
import dev.weft.mesh.engine.Destination;
import dev.weft.mesh.engine.EndpointDirectory;
import dev.weft.mesh.engine.Engine;
import dev.weft.mesh.model.Endpoint;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.discovery.composite.CompositeDiscoveryClient;
import org.springframework.cloud.client.discovery.simple.SimpleDiscoveryClient;
import org.springframework.cloud.netflix.eureka.EurekaDiscoveryClient;
import org.springframework.cloud.netflix.eureka.http.EurekaClientHttpRequestFactorySupplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** Where endpoints come from: the registry first, other discovery clients, the configuration, and the disk. */
@AutoConfiguration(
        afterName = {
            "org.springframework.cloud.netflix.eureka.EurekaClientAutoConfiguration",
            "org.springframework.cloud.client.discovery.simple.SimpleDiscoveryClientAutoConfiguration"
        })
@ConditionalOnProperty(name = "mesh.enabled", matchIfMissing = true)
@EnableConfigurationProperties(MeshProperties.class)
public final class MeshDirectoryAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    static InstanceMapping meshInstanceMapping() {
        return new InstanceMapping();
    }

    @Bean
    @ConditionalOnMissingBean
    static RegistryContact meshRegistryContact() {
        return new RegistryContact(System::nanoTime);
    }

    @Bean
    static MeterBinder meshDirectoryMeters(InstanceMapping mapping) {
        return registry -> FunctionCounter.builder("mesh.directory.ignored", mapping, InstanceMapping::ignored)
                .description("Instances and values of their metadata that make no sense and were ignored")
                .register(registry);
    }

    @Bean
    static KnownFiles meshKnownFiles(MeshProperties properties, MeshIdentity identity) {
        return KnownFiles.of(properties.getDirectory().getLastKnownGood(), identity.service());
    }

    @Bean(initMethod = "start")
    @ConditionalOnMissingBean(EndpointDirectory.class)
    static Directory meshDirectory(
            MeshProperties properties, KnownFiles files, ObjectProvider<EndpointSource> sources) {
        return new Directory(
                sources.orderedStream()
                        .filter(MeshDirectoryAutoConfiguration::speaks)
                        .toList(),
                InstancesMapper.instances(properties),
                files.lastKnownGood());
    }

    private static boolean speaks(EndpointSource source) {
        return !(source instanceof DiscoveryClientSource discovery && discovery.isIdle());
    }

    /** Whether endpoints that a source no longer names are there all the same: the engine knows who answers and who fails. */
    @Bean
    static SmartInitializingSingleton meshEndpointExperience(
            ObjectProvider<Directory> directory, ObjectProvider<Engine> engine) {
        return () -> directory.ifAvailable(
                ours -> engine.ifAvailable(itsEngine -> ours.experience(() -> experience(itsEngine))));
    }

    private static Map<Endpoint.Key, Experience> experience(Engine engine) {
        long nanos = System.nanoTime();
        Map<Endpoint.Key, Experience> found = new HashMap<>();
        for (Destination destination : engine.destinations()) {
            for (EndpointState state : destination.states()) {
                found.merge(state.endpoint().key(), experience(state, nanos), Experience::worse);
            }
        }
        return found;
    }

    private static Experience experience(EndpointState state, long nanos) {
        if (state.outlier().ejection() != null) {
            return Experience.FAILING;
        }
        return state.hasAnsweredOfLate(nanos) ? Experience.ANSWERING : Experience.NONE;
    }

    /** The registry that Spring Cloud's Eureka client is configured for. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(EurekaClient.class)
    @ConditionalOnBean(EurekaClient.class)
    static class Eureka {

        @Bean
        @ConditionalOnMissingBean
        Registration meshRegistration(MeshProperties properties) {
            Duration patience = properties.getRegistry().getWaitForRegistration();
            if (patience.isNegative()) {
                throw new InvalidMeshPropertyException(
                        "mesh.registry.wait-for-registration", patience + " (expected: 0 or more)");
            }
            return new Registration(patience, System::nanoTime);
        }

        @Bean
        static MeterBinder meshRegistrationMeters(Registration registration) {
            return registry -> Gauge.builder("mesh.registered", registration, its -> its.isConfirmed() ? 1 : 0)
                    .description("1 once a registry has confirmed this instance since it started")
                    .register(registry);
        }

        @Bean
        @ConditionalOnMissingBean
        Cancellations meshCancellations() {
            return new Cancellations();
        }

        @Bean
        @ConditionalOnMissingBean
        @ConditionalOnBean(EurekaInstanceConfig.class)
        MeshInstance meshInstance(EurekaInstanceConfig own) {
            return new MeshInstance(own.getInstanceId());
        }

        @Bean
        @ConditionalOnMissingBean
        FetchPace meshFetchPace(MeshProperties properties) {
            return new FetchPace(besideStream(properties), System::nanoTime);
        }

        @Bean
        static MeterBinder meshFetchMeters(FetchPace pace) {
            return registry -> Stream.of(FetchPace.Fetch.values())
                    .forEach(fetch -> FunctionCounter.builder("mesh.directory.fetches", pace, its -> its.fetches(fetch))
                            .description("Fetches of the list of everybody that Eureka's client wanted")
                            .tag("result", fetch.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }

        private static Duration besideStream(MeshProperties properties) {
            Duration rarely = properties.getRegistry().getFetchBesideStream();
            if (rarely.isNegative() || rarely.compareTo(FetchPace.LONGEST) > 0) {
                throw new InvalidMeshPropertyException(
                        "mesh.registry.fetch-beside-stream",
                        rarely + " (expected: 0 to " + FetchPace.LONGEST
                                + ", since a registry tells what has changed in the last 3 minutes only)");
            }
            return rarely;
        }

        @Bean
        EurekaPoll meshEurekaPoll(
                ObjectProvider<EurekaClient> client,
                InstanceMapping mapping,
                Cancellations cancellations,
                FetchPace pace) {
            return new EurekaPoll(client::getObject, mapping, cancellations, pace);
        }

        @Bean
        @Order(0)
        RegistrySource meshRegistrySource(EurekaPoll poll, FetchPace pace) {
            RegistrySource registry = new RegistrySource(poll);
            pace.restWhile(registry::tellsAll);
            return registry;
        }

        @Bean
        static BeanPostProcessor meshObservedTransport(
                ObjectProvider<RegistryContact> contact,
                ObjectProvider<Cancellations> cancellations,
                ObjectProvider<Registration> registration,
                ObjectProvider<FetchPace> pace,
                ObjectProvider<MeshProperties> properties) {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof TransportClientFactories<?> transport
                            ? new SparingTransport<>(
                                    new ObservedTransport<>(
                                            joined(new OrderedTransport<>(transport), properties.getObject()),
                                            contact.getObject(),
                                            cancellations.getObject(),
                                            registration.getObject(),
                                            JoinSecret.of(properties.getObject()) != null),
                                    pace.getObject())
                            : bean;
                }
            };
        }

        @Bean
        static BeanPostProcessor meshEurekaErrors() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof EurekaClientHttpRequestFactorySupplier transport
                            ? new BodilessErrors(transport)
                            : bean;
                }
            };
        }

        private static <F> TransportClientFactories<F> joined(
                TransportClientFactories<F> transport, MeshProperties properties) {
            String secret = JoinSecret.of(properties);
            return secret == null ? transport : new JoiningTransport<>(transport, secret);
        }
    }

    /** Whatever other discovery clients there are. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean(DiscoveryClient.class)
    static class OtherDiscoveryClients {

        private static final Duration INTERVAL = Duration.ofSeconds(5);

        @Bean
        @Order(10)
        DiscoveryClientSource meshDiscoveryClientSource(
                ObjectProvider<DiscoveryClient> clients, InstanceMapping mapping, RegistryContact contact) {
            List<DiscoveryClient> others = clients.orderedStream()
                    .filter(client -> !(client instanceof CompositeDiscoveryClient)
                            && !(client instanceof EurekaDiscoveryClient)
                            && !isUnused(client))
                    .toList();
            return new DiscoveryClientSource(others, mapping, contact, INTERVAL);
        }

        /** Spring Cloud always brings this one, and it knows its instances from the configuration. */
        private static boolean isUnused(DiscoveryClient client) {
            return client instanceof SimpleDiscoveryClient
                    && client.getServices().isEmpty();
        }
    }
}
