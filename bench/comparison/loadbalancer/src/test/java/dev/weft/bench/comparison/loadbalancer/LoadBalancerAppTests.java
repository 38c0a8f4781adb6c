package dev.weft.bench.comparison.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cloud.loadbalancer.cache.CaffeineBasedLoadBalancerCacheManager;
import org.springframework.cloud.loadbalancer.cache.LoadBalancerCacheManager;
import org.springframework.context.ConfigurableApplicationContext;

class LoadBalancerAppTests {

    @Test
    void applicationHasTheCacheThatTheReferenceAdvises() {
        try (ConfigurableApplicationContext application = new SpringApplicationBuilder(LoadBalancerApp.class)
                .web(WebApplicationType.NONE)
                .run()) {
            assertThat(application.getBean(LoadBalancerCacheManager.class))
                    .isInstanceOf(CaffeineBasedLoadBalancerCacheManager.class);
        }
    }
}
