package dev.weft.mesh.autoconfigure;

import com.netflix.appinfo.EurekaInstanceConfig;
import com.netflix.discovery.EurekaClient;
import com.netflix.discovery.shared.transport.jersey.TransportClientFactories;
import dev.weft.mesh.directory.Cancellations;
import dev.weft.mesh.directory.Directory;
import dev.weft.mesh.directory.DiscoveryClientSource;
import dev.weft.mesh.directory.EndpointSource;
import dev.weft.mesh.directory.EurekaSource;
import dev.weft.mesh.directory.InstanceMapping;
import dev.weft.mesh.directory.LastKnownGood;
import dev.weft.mesh.directory.ObservedTransport;
import dev.weft.mesh.directory.RegistryContact;
import dev.weft.mesh.engine.EndpointDirectory;
import dev.weft.mesh.engine.Engine;
import dev.weft.mesh.model.Endpoint;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
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
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.util.StringUtils;

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

    @Bean(initMethod = "start")
    @ConditionalOnMissingBean(EndpointDirectory.class)
    static Directory meshDirectory(
            MeshProperties properties, MeshIdentity identity, ObjectProvider<EndpointSource> sources) {
        return new Directory(
                sources.orderedStream()
                        .filter(MeshDirectoryAutoConfiguration::speaks)
                        .toList(),
                InstancesMapper.instances(properties),
                disk(properties, identity));
    }

    private static boolean speaks(EndpointSource source) {
        return !(source instanceof DiscoveryClientSource discovery && discovery.isIdle());
    }

    private static LastKnownGood disk(MeshProperties properties, MeshIdentity identity) {
        String location = properties.getDirectory().getLastKnownGood();
        if (location != null) {
            return StringUtils.hasText(location) ? LastKnownGood.in(Path.of(location), writer()) : LastKnownGood.none();
        }
        Path folder = TempFolder.own(Path.of(System.getProperty("java.io.tmpdir")));
        return folder == null
                ? LastKnownGood.none()
                : LastKnownGood.in(folder.resolve(identity.service() + ".endpoints.json"), writer());
    }

    /** One daemon thread that goes when it has nothing to do. */
    private static Executor writer() {
        return new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, "mesh-last-known-good");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Endpoints that a source no longer names go when this process finds them failing: the engine knows who fails. */
    @Bean
    static SmartInitializingSingleton meshFailingEndpoints(
            ObjectProvider<Directory> directory, ObjectProvider<Engine> engine) {
        return () -> directory.ifAvailable(
                ours -> engine.ifAvailable(itsEngine -> ours.failing(key -> isEjected(itsEngine, key))));
    }

    private static boolean isEjected(Engine engine, Endpoint.Key key) {
        return engine.destinations().stream()
                .flatMap(destination -> destination.states().stream())
                .anyMatch(state ->
                        state.endpoint().key().equals(key) && state.outlier().ejection() != null);
    }

    /** The registry that Spring Cloud's Eureka client is configured for. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(EurekaClient.class)
    @ConditionalOnBean(EurekaClient.class)
    static class Eureka {

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
        @Order(0)
        EurekaSource meshEurekaSource(
                ObjectProvider<EurekaClient> client, InstanceMapping mapping, Cancellations cancellations) {
            return new EurekaSource(client::getObject, mapping, cancellations);
        }

        @Bean
        static BeanPostProcessor meshObservedTransport(
                ObjectProvider<RegistryContact> contact, ObjectProvider<Cancellations> cancellations) {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof TransportClientFactories<?> transport
                            ? new ObservedTransport<>(transport, contact.getObject(), cancellations.getObject())
                            : bean;
                }
            };
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
