package dev.weft.outside.httpexchange;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/** Calls its peer by an HTTP interface. */
@SpringBootApplication
@RestController
public class HttpExchangeApp {

    private final Peer peer;

    HttpExchangeApp(RestClient.Builder builder) {
        RestClientAdapter adapter =
                RestClientAdapter.create(builder.baseUrl("http://peer").build());
        this.peer = HttpServiceProxyFactory.builderFor(adapter).build().createClient(Peer.class);
    }

    public static void main(String[] args) {
        SpringApplication.run(HttpExchangeApp.class, args);
    }

    @GetMapping("/ask")
    String ask() {
        return peer.hello();
    }

    interface Peer {
        @GetExchange("/hello")
        String hello();
    }
}
