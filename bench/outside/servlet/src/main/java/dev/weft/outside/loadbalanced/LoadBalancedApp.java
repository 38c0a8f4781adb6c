package dev.weft.outside.loadbalanced;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/** Calls its peer the way that Spring Cloud documents: by template and builder that are marked as balanced. */
@SpringBootApplication
@RestController
public class LoadBalancedApp {

    private final RestTemplate template;
    private final RestClient client;

    LoadBalancedApp(RestTemplate template, RestClient.Builder builder) {
        this.template = template;
        this.client = builder.baseUrl("http://peer").build();
    }

    public static void main(String[] args) {
        SpringApplication.run(LoadBalancedApp.class, args);
    }

    @GetMapping("/ask")
    String ask() {
        String first = template.getForObject("http://peer/hello", String.class);
        return first + client.get().uri("/hello").retrieve().body(String.class);
    }

    @Configuration(proxyBeanMethods = false)
    static class Clients {

        @Bean
        @LoadBalanced
        RestTemplate template() {
            return new RestTemplate();
        }

        @Bean
        @LoadBalanced
        RestClient.Builder builder() {
            return RestClient.builder();
        }
    }
}
