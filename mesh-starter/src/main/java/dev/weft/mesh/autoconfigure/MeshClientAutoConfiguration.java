package dev.weft.mesh.autoconfigure;

import dev.weft.mesh.client.Alarms;
import dev.weft.mesh.client.LogicalHosts;
import dev.weft.mesh.client.OutgoingCalls;
import dev.weft.mesh.directory.FirstWords;
import dev.weft.mesh.directory.OutsideHosts;
import dev.weft.mesh.engine.Engine;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.telemetry.AttemptSpans;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** What the clients of all transports share. */
@AutoConfiguration(after = {MeshAutoConfiguration.class, MeshTelemetryAutoConfiguration.class})
@ConditionalOnProperty(name = "mesh.enabled", matchIfMissing = true)
public final class MeshClientAutoConfiguration {

    /** Single addresses, or lists of them, that the mesh and Spring's infrastructure clients call. */
    private static final Set<String> INFRASTRUCTURE = Set.of(
            "mesh.registry.urls",
            "spring.cloud.config.uri",
            "spring.boot.admin.client.url",
            "management.zipkin.tracing.endpoint",
            "management.otlp.tracing.endpoint",
            "management.otlp.metrics.export.url");

    @Bean
    @ConditionalOnMissingBean
    static LogicalHosts meshLogicalHosts(
            MeshProperties properties, Environment environment, ObjectProvider<OutsideHosts> outside) {
        for (String host : properties.getPassthrough()) {
            if (!ServiceName.isValid(host)) {
                throw new InvalidMeshPropertyException(
                        "mesh.passthrough", "\"" + host + "\" (expected: host names, without scheme and port)");
            }
        }
        return new LogicalHosts(properties.getPassthrough(), infrastructure(environment), outside.getIfAvailable());
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(Engine.class)
    static OutgoingCalls meshOutgoingCalls(
            Engine engine,
            MeshIdentity identity,
            ObjectProvider<AttemptSpans> spans,
            ObjectProvider<OutsideHosts> outside,
            ObjectProvider<FirstWords> firstWords) {
        return new OutgoingCalls(
                engine,
                identity.service(),
                spans.getIfAvailable(() -> AttemptSpans.NONE),
                outside.getIfAvailable(),
                firstWords.getIfAvailable());
    }

    @Bean
    @ConditionalOnMissingBean
    static Alarms meshAlarms() {
        return new Alarms();
    }

    private static Collection<ServiceName> infrastructure(Environment environment) {
        Binder binder = Binder.get(environment);
        Map<String, String> registries = binder.bind(
                        "eureka.client.service-url", Bindable.mapOf(String.class, String.class))
                .orElse(Map.of());
        Stream<String> listed =
                registries.values().stream().flatMap(urls -> StringUtils.commaDelimitedListToSet(urls).stream());
        Stream<String> others = INFRASTRUCTURE.stream()
                .flatMap(name -> binder.bind(name, Bindable.listOf(String.class)).orElse(List.of()).stream());
        return Stream.concat(listed, others)
                .flatMap(MeshClientAutoConfiguration::host)
                .collect(Collectors.toSet());
    }

    private static Stream<ServiceName> host(String url) {
        try {
            return Stream.ofNullable(LogicalHosts.hostAndPort(URI.create(url.strip())));
        } catch (IllegalArgumentException e) {
            // Whoever uses the address will say what is wrong with it.
            return Stream.empty();
        }
    }
}
