package dev.weft.bench.comparison.handwired;

import dev.weft.bench.comparison.caller.BlockingCalls;
import dev.weft.bench.comparison.caller.Caller;
import dev.weft.bench.comparison.caller.ReactiveCalls;
import dev.weft.bench.comparison.caller.RestCalls;
import dev.weft.bench.comparison.caller.WebCalls;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.client.loadbalancer.LoadBalancerInterceptor;
import org.springframework.cloud.client.loadbalancer.reactive.ReactorLoadBalancerExchangeFilterFunction;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/** Balances as {@code @LoadBalanced} does, and guards what calls by annotations. */
@SpringBootApplication
@Import(Caller.class)
public class HandWiredApp {

    public static void main(String[] args) {
        SpringApplication.run(HandWiredApp.class, args);
    }

    @Bean
    static BlockingCalls blockingCalls(RestClient.Builder builder, LoadBalancerInterceptor balancer) {
        return new GuardedCalls(RestCalls.balanced(builder, balancer));
    }

    @Bean
    static ReactiveCalls reactiveCalls(WebClient.Builder builder, ReactorLoadBalancerExchangeFilterFunction balancer) {
        return new GuardedReactiveCalls(WebCalls.balanced(builder, balancer));
    }
}
