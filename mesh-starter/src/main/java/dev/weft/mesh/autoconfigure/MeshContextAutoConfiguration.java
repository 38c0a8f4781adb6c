package dev.weft.mesh.autoconfigure;

import dev.weft.mesh.server.DrainState;
import dev.weft.mesh.server.InboundRequests;
import dev.weft.mesh.server.ServerSettings;
import dev.weft.mesh.telemetry.ServerMeters;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;

/** What a request brings along, read when it comes and carried over to every thread that works for it. */
@AutoConfiguration(after = {MeshAutoConfiguration.class, MeshTelemetryAutoConfiguration.class})
@ConditionalOnProperty(name = "mesh.enabled", matchIfMissing = true)
@EnableConfigurationProperties(MeshProperties.class)
public final class MeshContextAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    static InboundRequests meshInboundRequests(
            MeshProperties properties,
            MeshIdentity identity,
            Environment environment,
            ObjectProvider<DrainState> drain,
            ServerMeters meters) {
        String service = identity.service().value();
        ServerSettings settings = new ServerSettings(
                identity.service(),
                environment.getProperty("eureka.instance.instance-id", service),
                properties.getServer().isVia(),
                managementPath(environment));
        return new InboundRequests(settings, drain.getIfAvailable(() -> DrainState.NEVER), meters);
    }

    /** Spring Boot gives its task executor the decorator, so that {@code @Async} and async answers keep the context. */
    @Bean
    @ConditionalOnMissingBean(TaskDecorator.class)
    static TaskDecorator meshTaskDecorator() {
        return new ContextPropagatingTaskDecorator();
    }

    private static String managementPath(Environment environment) {
        String path = environment.getProperty("management.endpoints.web.base-path", "/actuator");
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
