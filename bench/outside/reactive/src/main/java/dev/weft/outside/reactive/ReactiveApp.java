package dev.weft.outside.reactive;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** Calls its peer by WebClient, from the reactive stack. */
@SpringBootApplication
@RestController
public class ReactiveApp {

    private final WebClient peer;

    ReactiveApp(WebClient.Builder builder) {
        this.peer = builder.baseUrl("http://peer").build();
    }

    public static void main(String[] args) {
        SpringApplication.run(ReactiveApp.class, args);
    }

    @GetMapping("/ask")
    Mono<String> ask() {
        return peer.get().uri("/hello").retrieve().bodyToMono(String.class);
    }
}
