package dev.weft.bench.comparison.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cloud.loadbalancer.cache.CaffeineBasedLoadBalancerCacheManager;
import org.springframework.cloud.loadbalancer.cache.LoadBalancerCacheManager;
import org.springframework.context.ConfigurableApplicationContext;

class StockGatewayAppTests {

    private HttpServer backend;
    private ConfigurableApplicationContext gateway;

    @BeforeEach
    void start() throws IOException {
        backend = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        backend.createContext("/answer", exchange -> {
            exchange.sendResponseHeaders(200, 16);
            exchange.getResponseBody().write(new byte[16]);
            exchange.close();
        });
        backend.start();
        gateway = new SpringApplicationBuilder(StockGatewayApp.class)
                .run(
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--spring.cloud.gateway.server.webflux.routes[0].id=answers",
                        "--spring.cloud.gateway.server.webflux.routes[0].uri=lb://backend",
                        "--spring.cloud.gateway.server.webflux.routes[0].predicates[0]=Path=/answer",
                        "--spring.cloud.discovery.client.simple.instances.backend[0].uri=http://127.0.0.1:"
                                + backend.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        gateway.close();
        backend.stop(0);
    }

    @Test
    void routeLeadsToTheBackend() throws Exception {
        URI answer = URI.create(
                "http://127.0.0.1:" + gateway.getEnvironment().getRequiredProperty("local.server.port") + "/answer");

        HttpResponse<String> got = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(answer).build(), HttpResponse.BodyHandlers.ofString());

        assertThat(got.statusCode()).isEqualTo(200);
        assertThat(got.body()).hasSize(16);
    }

    @Test
    void balancerHasTheCacheThatItsReferenceAdvises() {
        assertThat(gateway.getBean(LoadBalancerCacheManager.class))
                .isInstanceOf(CaffeineBasedLoadBalancerCacheManager.class);
    }
}
