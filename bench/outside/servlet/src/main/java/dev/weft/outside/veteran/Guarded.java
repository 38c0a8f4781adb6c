package dev.weft.outside.veteran;

import io.github.resilience4j.circuitbreaker.annotation.CircuitBreaker;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/** Calls its peer under a breaker of the application's own. */
@Component
class Guarded {

    private final RestClient peer;

    Guarded(RestClient.Builder builder) {
        this.peer = builder.baseUrl("http://peer").build();
    }

    @CircuitBreaker(name = "veteran")
    public String askPeer() {
        return peer.get().uri("/hello").retrieve().body(String.class);
    }
}
