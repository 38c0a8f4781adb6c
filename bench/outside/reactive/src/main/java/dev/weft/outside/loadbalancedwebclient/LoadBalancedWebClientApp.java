package dev.weft.outside.loadbalancedwebclient;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** Calls its peer by a WebClient builder that is marked as balanced. */
@SpringBootApplication
@RestController
public class LoadBalancedWebClientApp {

    private final WebClient peer;

    LoadBalancedWebClientApp(WebClient.Builder builder) {
        this.peer = builder.baseUrl("http://peer").build();
    }

    public static void main(String[] args) {
        SpringApplication.run(LoadBalancedWebClientApp.class, args);
    }

    @GetMapping("/ask")
    Mono<String> ask() {
        return peer.get().uri("/hello").retrieve().bodyToMono(String.class);
    }

    @Configuration(proxyBeanMethods = false)
    static class Clients {

        @Bean
        @LoadBalanced
        WebClient.Builder builder() {
            return WebClient.builder();
        }
    }
}
