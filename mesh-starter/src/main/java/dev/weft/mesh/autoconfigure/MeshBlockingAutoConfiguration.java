package dev.weft.mesh.autoconfigure;

import dev.weft.mesh.client.Alarms;
import dev.weft.mesh.client.HealthProber;
import dev.weft.mesh.client.LogicalHosts;
import dev.weft.mesh.client.OutgoingCalls;
import dev.weft.mesh.client.blocking.MeshTransports;
import dev.weft.mesh.engine.Engine;
import feign.Client;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cloud.openfeign.loadbalancer.FeignBlockingLoadBalancerClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Calls of blocking clients: RestClient, RestTemplate, HTTP interfaces over them, and Feign. */
@AutoConfiguration(
        after = MeshClientAutoConfiguration.class,
        afterName = "dev.weft.mesh.autoconfigure.MeshReactiveAutoConfiguration")
@ConditionalOnBean(OutgoingCalls.class)
public final class MeshBlockingAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    static MeshTransports meshTransports(OutgoingCalls calls, Engine engine, Alarms alarms) {
        return new MeshTransports(calls, engine, alarms);
    }

    /** Where there is no reactive transport, which needs no threads for it. */
    @Bean
    @ConditionalOnMissingBean
    static HealthProber meshHealthProber(MeshTransports transports) {
        return transports.checkHealth();
    }

    @Bean
    static RestClientMesher meshRestClientMesher(
            ConfigurableListableBeanFactory beans,
            ObjectProvider<LogicalHosts> hosts,
            ObjectProvider<MeshTransports> transports) {
        return new RestClientMesher(beans, hosts::getObject, transports::getObject);
    }

    /** Where there is Feign. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({Client.class, FeignBlockingLoadBalancerClient.class})
    static class Feign {

        @Bean
        static FeignMesher meshFeignMesher(
                ObjectProvider<LogicalHosts> hosts, ObjectProvider<MeshTransports> transports) {
            return new FeignMesher(hosts::getObject, transports::getObject);
        }
    }
}
