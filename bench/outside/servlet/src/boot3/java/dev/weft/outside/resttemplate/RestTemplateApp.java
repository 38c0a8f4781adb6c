package dev.weft.outside.resttemplate;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.client.RestTemplateBuilder;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestTemplate;

/** Calls its peer by RestTemplate. */
@SpringBootApplication
@RestController
public class RestTemplateApp {

    private final RestTemplate peer;

    RestTemplateApp(RestTemplateBuilder builder) {
        this.peer = builder.build();
    }

    public static void main(String[] args) {
        SpringApplication.run(RestTemplateApp.class, args);
    }

    @GetMapping("/ask")
    String ask() {
        return peer.getForObject("http://peer/hello", String.class);
    }
}
