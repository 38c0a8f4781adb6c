package dev.weft.registry.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.registry.SharedRegistry;
import dev.weft.registry.stream.WatchClient;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;

/** A registry that nobody has told to read HTTPRoutes. */
class HttpRoutesOffTests extends SharedRegistry {

    @Test
    void registryWhenNobodyAsksForHttpRoutesHasNothingOfThem() throws Exception {
        assertThatThrownBy(() -> registry.bean(RouteSync.class)).isInstanceOf(NoSuchBeanDefinitionException.class);
        assertThatThrownBy(() -> registry.bean(RouteApi.class)).isInstanceOf(NoSuchBeanDefinitionException.class);
        assertThat(WatchClient.json(registry.get("/mesh/v1/status").body())
                        .path("httpRoutes")
                        .isNull())
                .isTrue();
        assertThat(registry.get("/actuator/prometheus").body()).doesNotContain("httproutes");
    }

    @Test
    void startWhenNoNamespaceIsKnownSaysWhatIsMissing() {
        KubernetesProperties settings =
                new KubernetesProperties(true, null, URI.create("http://127.0.0.1:1"), Duration.ZERO);

        assertThatThrownBy(() -> new KubernetesConfiguration().routeApi(settings))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("registry.kubernetes.namespace: nothing");
    }
}
