package dev.weft.mesh.autoconfigure;

import dev.weft.mesh.client.loadbalancer.MeshLoadBalancer;
import dev.weft.mesh.engine.Engine;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.cloud.loadbalancer.core.ReactorLoadBalancer;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Part of each service's own context in Spring Cloud LoadBalancer. Whoever brings a balancer or a list of instances, or
 * asks for one of Spring Cloud's by {@code spring.cloud.loadbalancer.configurations}, keeps it.
 */
@Configuration(proxyBeanMethods = false)
class MeshLoadBalancerConfiguration {

    @Bean
    @ConditionalOnMissingBean({ReactorLoadBalancer.class, ServiceInstanceListSupplier.class})
    @ConditionalOnProperty(
            name = "spring.cloud.loadbalancer.configurations",
            havingValue = "default",
            matchIfMissing = true)
    MeshLoadBalancer meshLoadBalancer(Environment environment, ObjectProvider<Engine> engine) {
        return new MeshLoadBalancer(
                environment.getRequiredProperty(LoadBalancerClientFactory.PROPERTY_NAME), engine::getObject);
    }
}
