package dev.weft.mesh.client.loadbalancer;

import dev.weft.mesh.engine.Engine;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.ServiceName;
import java.util.function.Supplier;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.DefaultResponse;
import org.springframework.cloud.client.loadbalancer.EmptyResponse;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.client.loadbalancer.Response;
import org.springframework.cloud.loadbalancer.core.ReactorServiceInstanceLoadBalancer;
import reactor.core.publisher.Mono;

/**
 * Chooses an instance of one service as the mesh would for a call, by rules, health and cost. What becomes of the
 * caller's request the mesh doesn't learn.
 */
public final class MeshLoadBalancer implements ReactorServiceInstanceLoadBalancer {

    private final String service;
    private final Supplier<Engine> engine;

    public MeshLoadBalancer(String service, Supplier<Engine> engine) {
        this.service = service;
        this.engine = engine;
    }

    // The type parameter of the request is raw in the contract.
    @SuppressWarnings("rawtypes")
    @Override
    public Mono<Response<ServiceInstance>> choose(Request request) {
        return Mono.fromSupplier(this::chosen);
    }

    private Response<ServiceInstance> chosen() {
        if (!ServiceName.isValid(service)) {
            return new EmptyResponse();
        }
        Endpoint chosen = engine.get().destination(ServiceName.of(service)).choose(System.nanoTime());
        return chosen == null ? new EmptyResponse() : new DefaultResponse(instance(chosen));
    }

    private ServiceInstance instance(Endpoint endpoint) {
        return new DefaultServiceInstance(
                endpoint.id(), service, endpoint.host(), endpoint.port(), endpoint.secure(), endpoint.metadata());
    }
}
