package dev.weft.registry.kubernetes;

import dev.weft.registry.api.HttpRoutesView;
import dev.weft.registry.api.RuleWriter;
import dev.weft.registry.store.RuleStore;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where nobody asks for HTTPRoutes, not even the client's classes are loaded. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("registry.kubernetes.http-routes")
@EnableConfigurationProperties(KubernetesProperties.class)
class KubernetesConfiguration {

    private static final int CONNECT_MILLIS = 5_000;
    private static final int REQUEST_MILLIS = 10_000;

    @Bean
    RouteApi routeApi(KubernetesProperties settings) {
        Config config = config(settings);
        String namespace = settings.namespace() == null ? config.getNamespace() : settings.namespace();
        if (namespace == null || namespace.isBlank()) {
            throw new IllegalStateException(
                    "registry.kubernetes.namespace: nothing, and no pod's to go by (expected: whose"
                            + " HTTPRoutes are rules)");
        }
        KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientBuilderConsumer(builder -> builder.addOrReplaceInterceptor(
                        "whole-answers", new WholeAnswers(Duration.ofMillis(REQUEST_MILLIS))))
                .build();
        return new RouteApi(client, namespace);
    }

    /**
     * No retries within a request: there is a next look. No HTTP/2: one connection would carry all requests, and go on
     * doing so where it is dead and nobody says so; of HTTP/1.1 one that times out is closed.
     */
    private static Config config(KubernetesProperties settings) {
        ConfigBuilder config = settings.apiServer() == null
                ? new ConfigBuilder(Config.autoConfigure(null))
                : new ConfigBuilder(Config.empty())
                        .withMasterUrl(settings.apiServer().toString());
        return config.withConnectionTimeout(CONNECT_MILLIS)
                .withRequestTimeout(REQUEST_MILLIS)
                .withRequestRetryBackoffLimit(0)
                .withHttp2Disable(true)
                .build();
    }

    @Bean
    SyncState syncState(RouteApi api, MeterRegistry meters) {
        return new SyncState(api.namespace(), meters, System::nanoTime);
    }

    @Bean
    RouteSync routeSync(
            RouteApi api, RuleStore store, RuleWriter writer, SyncState state, KubernetesProperties settings) {
        return new RouteSync(api, store, writer, state, new Writes(settings.minInterval()), Clock.systemUTC());
    }

    @Bean
    Supplier<HttpRoutesView> httpRoutesView(SyncState state) {
        return state::view;
    }

    /** Not a part of health: rules are in force whatever becomes of the API server, and nobody is helped by a restart. */
    @Bean
    InfoContributor httpRoutesInfo(SyncState state) {
        return info -> info.withDetail("httpRoutes", state.summary());
    }
}
