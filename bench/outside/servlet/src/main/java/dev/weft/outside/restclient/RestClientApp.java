package dev.weft.outside.restclient;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

/** Calls its peer by RestClient. */
@SpringBootApplication
@RestController
public class RestClientApp {

    private final RestClient peer;

    RestClientApp(RestClient.Builder builder) {
        this.peer = builder.baseUrl("http://peer").build();
    }

    public static void main(String[] args) {
        SpringApplication.run(RestClientApp.class, args);
    }

    @GetMapping("/ask")
    String ask() {
        return peer.get().uri("/hello").retrieve().body(String.class);
    }
}
