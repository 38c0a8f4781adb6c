package dev.weft.mesh.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

class MeshDefaultsTests {

    @Test
    void startWhenNothingIsSetBringsWhatAMeshNeeds() {
        Environment environment = environment(Map.of());

        assertThat(environment.getProperty("eureka.instance.prefer-ip-address")).isEqualTo("true");
        assertThat(environment.getProperty("eureka.client.registry-fetch-interval-seconds"))
                .isEqualTo("5");
        assertThat(environment.getProperty("management.endpoints.web.exposure.include"))
                .contains("prometheus", "mesh");
        assertThat(environment.getProperty("eureka.instance.instance-id")).matches("unnamed-[0-9a-f]{8}");
    }

    @Test
    void startWhenAPropertyIsSetLeavesItAlone() {
        Environment environment = environment(
                Map.of(), "--eureka.instance.prefer-ip-address=false", "--eureka.instance.instance-id=mine");

        assertThat(environment.getProperty("eureka.instance.prefer-ip-address")).isEqualTo("false");
        assertThat(environment.getProperty("eureka.instance.instance-id")).isEqualTo("mine");
    }

    @Test
    void startWhenTheApplicationHasDefaultsOfItsOwnLeavesThemAlone() {
        Environment environment =
                environment(Map.of("eureka.instance.preferIpAddress", "false", "server.shutdown", "immediate"));

        assertThat(environment.getProperty("eureka.instance.prefer-ip-address")).isEqualTo("false");
        assertThat(environment.getProperty("server.shutdown")).isEqualTo("immediate");
        assertThat(environment.getProperty("eureka.client.healthcheck.enabled")).isEqualTo("true");
    }

    @Test
    void startWhenTheMeshIsOffBringsNothing() {
        assertThat(environment(Map.of(), "--mesh.enabled=false").containsProperty("eureka.instance.instance-id"))
                .isFalse();
    }

    @Test
    void startWhenSpringCloudsBalancersAreAskedForLeavesThemTheirCache() {
        String cache = "spring.cloud.loadbalancer.cache.enabled";

        assertThat(environment(Map.of()).getProperty(cache)).isEqualTo("false");
        assertThat(environment(Map.of(), "--spring.cloud.loadbalancer.configurations=zone-preference")
                        .containsProperty(cache))
                .isFalse();
    }

    @Test
    void startWhenTheZoneIsSetRegistersIt() {
        assertThat(environment(Map.of(), "--mesh.zone=a").getProperty("eureka.instance.metadata-map.zone"))
                .isEqualTo("a");
        assertThat(environment(Map.of()).containsProperty("eureka.instance.metadata-map.zone"))
                .isFalse();
    }

    @Test
    void startWhenZipkinHasNoAddressKeepsItOff() {
        assertThat(environment(Map.of()).getProperty("management.zipkin.tracing.export.enabled"))
                .isEqualTo("false");
    }

    @Test
    void startWhenZipkinHasAnAddressTurnsItOnUnderBothNames() {
        Environment environment = environment(Map.of(), "--management.zipkin.tracing.endpoint=http://zipkin");

        assertThat(environment.containsProperty("management.zipkin.tracing.export.enabled"))
                .isFalse();
        assertThat(environment.getProperty("management.tracing.export.zipkin.endpoint"))
                .isEqualTo("http://zipkin");
    }

    @Test
    void startWhenEurekasLogLevelIsSetObeysIt() {
        String level = "logging.level.com.netflix.discovery.DiscoveryClient";

        assertThat(environment(Map.of()).getProperty(level)).isEqualTo("off");
        assertThat(environment(Map.of(), "--logging.level.com.netflix.discovery=info")
                        .containsProperty(level))
                .isFalse();
    }

    private static Environment environment(Map<String, Object> own, String... arguments) {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Nothing.class)
                .web(WebApplicationType.NONE)
                .properties(own)
                .run(arguments)) {
            return context.getEnvironment();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Nothing {}
}
