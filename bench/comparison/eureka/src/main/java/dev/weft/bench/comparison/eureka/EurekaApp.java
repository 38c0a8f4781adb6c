package dev.weft.bench.comparison.eureka;

import dev.weft.bench.comparison.caller.BlockingCalls;
import dev.weft.bench.comparison.caller.Caller;
import dev.weft.bench.comparison.caller.KnownEndpoints;
import dev.weft.bench.comparison.caller.ReactiveCalls;
import dev.weft.bench.comparison.caller.RestCalls;
import dev.weft.bench.comparison.caller.WebCalls;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.loadbalancer.LoadBalancerInterceptor;
import org.springframework.cloud.client.loadbalancer.reactive.ReactorLoadBalancerExchangeFilterFunction;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/** What the mesh takes the place of: its peers come from Eureka, and a balancer stands before the same clients. */
@SpringBootApplication
@Import(Caller.class)
public class EurekaApp {

    public static void main(String[] args) {
        SpringApplication.run(EurekaApp.class, args);
    }

    @Bean
    static BlockingCalls blockingCalls(RestClient.Builder builder, LoadBalancerInterceptor balancer) {
        return RestCalls.balanced(builder, balancer);
    }

    @Bean
    static ReactiveCalls reactiveCalls(WebClient.Builder builder, ReactorLoadBalancerExchangeFilterFunction balancer) {
        return WebCalls.balanced(builder, balancer);
    }

    @Bean
    static KnownEndpoints knownEndpoints(DiscoveryClient discovery) {
        return service -> discovery.getInstances(service).size();
    }
}
