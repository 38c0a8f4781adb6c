package dev.weft.mesh.autoconfigure;

import com.netflix.discovery.AbstractDiscoveryClientOptionalArgs;
import dev.weft.mesh.client.LogicalHosts;
import dev.weft.mesh.control.DeclaredServices;
import dev.weft.mesh.control.RegistryPeer;
import dev.weft.mesh.control.StoreRules;
import dev.weft.mesh.control.StreamIdentity;
import dev.weft.mesh.control.StreamMeters;
import dev.weft.mesh.control.WatchStream;
import dev.weft.mesh.directory.FirstWords;
import dev.weft.mesh.directory.InstanceMapping;
import dev.weft.mesh.directory.RegistrySource;
import dev.weft.mesh.document.KeyPaths;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.RuleBook;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.netflix.eureka.EurekaClientConfigBean;
import org.springframework.cloud.openfeign.FeignClientSpecification;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.StringUtils;

/** The registry's watch stream, where there is a registry. */
@AutoConfiguration(after = {MeshDirectoryAutoConfiguration.class, MeshRulesAutoConfiguration.class})
@ConditionalOnProperty(
        name = {"mesh.enabled", "mesh.registry.stream"},
        matchIfMissing = true)
@ConditionalOnClass(EurekaClientConfigBean.class)
@ConditionalOnBean(RegistrySource.class)
// A registry that carries the starter would watch itself.
@ConditionalOnMissingBean(
        type = "org.springframework.cloud.netflix.eureka.server.EurekaServerMarkerConfiguration$Marker")
@EnableConfigurationProperties(MeshProperties.class)
public final class MeshStreamAutoConfiguration {

    /** A registry tells within a few milliseconds; a call does not wait much longer for one that is busy. */
    private static final Duration FIRST_WORD = Duration.ofMillis(250);

    @Bean(initMethod = "restore")
    @ConditionalOnMissingBean
    static StoreRules meshStoreRules(RuleBook book, KnownFiles files) {
        return new StoreRules(book, files.rules(), files.writer());
    }

    @Bean
    @ConditionalOnMissingBean
    static FirstWords meshFirstWords() {
        return new FirstWords(FIRST_WORD);
    }

    @Bean
    @ConditionalOnMissingBean
    static WatchStream meshWatchStream(
            MeshProperties properties,
            MeshIdentity identity,
            ObjectProvider<MeshInstance> instance,
            EurekaClientConfigBean eureka,
            ObjectProvider<AbstractDiscoveryClientOptionalArgs<?>> transport,
            RegistrySource directory,
            InstanceMapping mapping,
            StoreRules rules,
            RuleBook book,
            FirstWords firstWords,
            ObjectProvider<DeclaredServices> declared) {
        StreamIdentity self = new StreamIdentity(
                identity.service().value(),
                instance.getIfAvailable(MeshInstance::unknown).id(),
                version(),
                KeyPaths.all());
        RandomGenerator random = Chance.ofEachThread();
        return new WatchStream(
                self,
                peers(properties, eureka.getServiceUrl().values()),
                directory,
                mapping,
                rules,
                book,
                firstWords,
                declared.orderedStream().toList(),
                random,
                ssl(transport.getIfAvailable()));
    }

    @Bean
    static StreamMeters meshStreamMeters(WatchStream stream, StoreRules rules) {
        return new StreamMeters(stream, rules);
    }

    private static List<RegistryPeer> peers(MeshProperties properties, Collection<String> eureka) {
        List<String> own = properties.getRegistry().getUrls();
        String secret = JoinSecret.of(properties);
        return Stream.of(own, eureka).filter(urls -> !urls.isEmpty()).findFirst().orElse(List.of()).stream()
                .flatMap(urls -> Stream.of(StringUtils.commaDelimitedListToStringArray(urls)))
                .filter(StringUtils::hasText)
                .map(url -> peer(url, secret))
                .distinct()
                .toList();
    }

    private static RegistryPeer peer(String url, @Nullable String secret) {
        try {
            return RegistryPeer.of(url, secret);
        } catch (IllegalArgumentException e) {
            throw new InvalidMeshPropertyException("mesh.registry.urls", String.valueOf(e.getMessage()));
        }
    }

    private static String version() {
        String version = WatchStream.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }

    private static @Nullable SSLContext ssl(@Nullable AbstractDiscoveryClientOptionalArgs<?> transport) {
        return transport == null ? null : transport.getSSLContext().orElse(null);
    }

    private static Stream<ServiceName> service(String name) {
        return ServiceName.isValid(name) ? Stream.of(ServiceName.of(name)) : Stream.empty();
    }

    /** The services of Feign's clients. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(FeignClientSpecification.class)
    static class Feign {

        @Bean
        DeclaredServices meshFeignServices(ObjectProvider<FeignClientSpecification> clients) {
            return listener -> clients.stream()
                    .map(FeignClientSpecification::getName)
                    .filter(Objects::nonNull)
                    .flatMap(MeshStreamAutoConfiguration::service)
                    .forEach(listener);
        }
    }

    /** The services that a gateway has routes to. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(RouteLocator.class)
    static class Gateway {

        @Bean
        DeclaredServices meshGatewayServices(ObjectProvider<RouteLocator> routes, ObjectProvider<LogicalHosts> hosts) {
            return listener -> routes.ifAvailable(locator -> locator.getRoutes()
                    .mapNotNull(route -> route.getUri().getHost())
                    .mapNotNull(host -> hosts.getObject().service(URI.create("http://" + host)))
                    .subscribe(listener));
        }
    }
}
