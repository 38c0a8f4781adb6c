package dev.weft.mesh.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

/**
 * Adds what a mesh needs of Spring's own properties, weaker than anything that is configured. A listener, since the
 * interface of environment post-processors moved between Spring Boot 3 and 4; it comes after they have read the
 * configuration and before logging is set up.
 */
final class MeshDefaults implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

    /** Spring Boot keeps the source of this name the last. */
    private static final String WEAKEST = "defaultProperties";

    /** These tell of a registry that doesn't answer by stack traces, every few seconds; the mesh says it once. */
    private static final Set<String> CHATTER = Set.of(
            "com.netflix.discovery.DiscoveryClient",
            "com.netflix.discovery.InstanceInfoReplicator",
            "com.netflix.discovery.TimedSupervisorTask",
            "com.netflix.discovery.shared.transport.decorator.RedirectingEurekaHttpClient",
            "com.netflix.discovery.shared.transport.decorator.RetryableEurekaHttpClient");

    /**
     * Without it, Reactor Netty before 1.3.8 may stop reading a kept connection: if its client sends the next request
     * before the server has noticed that its last answer is written (reactor-netty#4361).
     */
    private static final String READS_ON = "reactor.netty.http.server.lastFlushWhenNoRead";

    private static final String BALANCERS = "spring.cloud.loadbalancer.configurations";
    private static final String ZIPKIN = "management.zipkin.tracing.endpoint";
    private static final String NEWER_ZIPKIN = "management.tracing.export.zipkin.endpoint";

    @Override
    public int getOrder() {
        return LoggingApplicationListener.DEFAULT_ORDER - 1;
    }

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        ConfigurableEnvironment environment = event.getEnvironment();
        if (!"false".equalsIgnoreCase(environment.getProperty("mesh.enabled"))) {
            addWeakest(environment.getPropertySources(), defaults(environment));
            readOnKeptConnections();
        }
    }

    /** Reactor Netty knows this as a property of the system only, and reads it once, when its server starts. */
    private static void readOnKeptConnections() {
        if (System.getProperty(READS_ON) == null) {
            System.setProperty(READS_ON, "true");
        }
    }

    private static Map<String, Object> defaults(ConfigurableEnvironment environment) {
        Map<String, Object> defaults = new HashMap<>();
        file().forEach((key, value) -> defaults.put(String.valueOf(key), value));
        String unique = UUID.randomUUID().toString().substring(0, 8);
        defaults.put("eureka.instance.instance-id", "${spring.application.name:unnamed}-" + unique);
        if (environment.containsProperty("mesh.zone") || environment.containsProperty("mesh.zone-url")) {
            defaults.put("eureka.instance.metadata-map.zone", "${mesh.zone:}");
        }
        zipkin(environment, defaults);
        if (!environment.containsProperty(BALANCERS)) {
            // Only Spring Cloud's own balancers read it, and it warns that it is no Caffeine.
            defaults.put("spring.cloud.loadbalancer.cache.enabled", "false");
        }
        if (!environment.containsProperty("logging.level.com.netflix.discovery")) {
            CHATTER.forEach(logger -> defaults.put("logging.level." + logger, "off"));
        }
        if (!environment.containsProperty("logging.level.reactor.netty")) {
            // Warns, with a stack trace, of each attempt that fails; the mesh tells of the call.
            defaults.put("logging.level.reactor.netty.http.client.HttpClientConnect", "error");
        }
        return defaults;
    }

    /** Off until somebody says where it is. Spring Boot 4 renamed the property; here the older name serves on both. */
    private static void zipkin(ConfigurableEnvironment environment, Map<String, Object> defaults) {
        if (environment.containsProperty(ZIPKIN)) {
            defaults.put(NEWER_ZIPKIN, "${" + ZIPKIN + "}");
        } else if (!environment.containsProperty(NEWER_ZIPKIN)) {
            defaults.put("management.zipkin.tracing.export.enabled", "false");
            defaults.put("management.tracing.export.zipkin.enabled", "false");
        }
    }

    private static Properties file() {
        try {
            return PropertiesLoaderUtils.loadProperties(
                    new ClassPathResource("mesh-defaults.properties", MeshDefaults.class));
        } catch (IOException e) {
            throw new UncheckedIOException("The mesh's defaults are missing from its own jar", e);
        }
    }

    /** The application may have defaults of its own, which are stronger, however they are spelled. */
    private static void addWeakest(MutablePropertySources sources, Map<String, Object> defaults) {
        PropertySource<?> own = sources.get(WEAKEST);
        if (own instanceof MapPropertySource map) {
            Set<String> spelled = map.getSource().keySet().stream()
                    .map(MeshDefaults::spelling)
                    .collect(Collectors.toSet());
            defaults.keySet().removeIf(key -> spelled.contains(spelling(key)));
            defaults.putAll(map.getSource());
            sources.replace(WEAKEST, new MapPropertySource(WEAKEST, defaults));
        } else {
            sources.addLast(new MapPropertySource(WEAKEST, defaults));
        }
    }

    private static String spelling(String key) {
        return key.replace("-", "").toLowerCase(Locale.ROOT);
    }
}
