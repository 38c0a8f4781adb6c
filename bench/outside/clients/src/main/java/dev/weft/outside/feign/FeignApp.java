package dev.weft.outside.feign;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.openfeign.EnableFeignClients;
import org.springframework.cloud.openfeign.FeignClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Calls its peer by OpenFeign. */
@SpringBootApplication
@EnableFeignClients(clients = FeignApp.Peer.class)
@RestController
public class FeignApp {

    private final Peer peer;

    FeignApp(Peer peer) {
        this.peer = peer;
    }

    public static void main(String[] args) {
        SpringApplication.run(FeignApp.class, args);
    }

    @GetMapping("/ask")
    String ask() {
        return peer.hello();
    }

    @FeignClient("peer")
    interface Peer {
        @GetMapping("/hello")
        String hello();
    }
}
