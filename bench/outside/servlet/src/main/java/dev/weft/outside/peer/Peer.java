package dev.weft.outside.peer;

import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Whom the others call. */
@SpringBootApplication
@RestController
public class Peer {

    @Value("${server.port}")
    private int port;

    public static void main(String[] args) {
        SpringApplication.run(Peer.class, args);
    }

    @GetMapping("/hello")
    Map<String, Object> hello() {
        return Map.of("peer", port);
    }
}
