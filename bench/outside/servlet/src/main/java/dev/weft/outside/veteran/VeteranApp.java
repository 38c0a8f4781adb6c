package dev.weft.outside.veteran;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.LoadBalancerClient;
import org.springframework.cloud.loadbalancer.annotation.LoadBalancerClients;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Was here before the mesh: asks Spring Cloud LoadBalancer itself, brings a supplier, guards a method by annotation. */
@SpringBootApplication
@LoadBalancerClients(
        @org.springframework.cloud.loadbalancer.annotation.LoadBalancerClient(
                name = "archive",
                configuration = ArchiveInstances.class))
@RestController
public class VeteranApp {

    private final LoadBalancerClient balancer;
    private final CircuitBreakerRegistry breakers;
    private final Guarded guarded;

    VeteranApp(LoadBalancerClient balancer, CircuitBreakerRegistry breakers, Guarded guarded) {
        this.balancer = balancer;
        this.breakers = breakers;
        this.guarded = guarded;
    }

    public static void main(String[] args) {
        SpringApplication.run(VeteranApp.class, args);
    }

    @GetMapping("/ask")
    String ask() {
        return guarded.askPeer();
    }

    /** What each of the old means says. */
    @GetMapping("/old")
    Map<String, Object> old() {
        guarded.askPeer();
        ServiceInstance peer = balancer.choose("peer");
        ServiceInstance archive = balancer.choose("archive");
        return Map.of(
                "peer", peer == null ? "none" : peer.getPort(),
                "archive", archive == null ? "none" : archive.getHost(),
                "guardedCalls", breakers.circuitBreaker("veteran").getMetrics().getNumberOfSuccessfulCalls());
    }
}
