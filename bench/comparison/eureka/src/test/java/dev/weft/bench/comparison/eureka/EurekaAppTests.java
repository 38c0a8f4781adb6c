package dev.weft.bench.comparison.eureka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.bench.comparison.caller.KnownEndpoints;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cloud.loadbalancer.cache.CaffeineBasedLoadBalancerCacheManager;
import org.springframework.cloud.loadbalancer.cache.LoadBalancerCacheManager;
import org.springframework.context.ConfigurableApplicationContext;

class EurekaAppTests {

    @Test
    void applicationKnowsWhomItsDiscoveryTellsOfAndHasTheCacheThatTheReferenceAdvises() {
        try (ConfigurableApplicationContext application = new SpringApplicationBuilder(EurekaApp.class)
                .web(WebApplicationType.NONE)
                .run(
                        "--eureka.client.enabled=false",
                        "--spring.cloud.discovery.client.simple.instances.backend[0].uri=http://127.0.0.1:1",
                        "--spring.cloud.discovery.client.simple.instances.backend[1].uri=http://127.0.0.1:2")) {
            KnownEndpoints known = application.getBean(KnownEndpoints.class);
            assertThat(known.of("backend")).isEqualTo(2);
            assertThat(known.of("nobody")).isZero();
            assertThat(application.getBean(LoadBalancerCacheManager.class))
                    .isInstanceOf(CaffeineBasedLoadBalancerCacheManager.class);
        }
    }
}
