package dev.weft.mesh.autoconfigure;

import dev.weft.mesh.client.LogicalHosts;
import dev.weft.mesh.client.blocking.MeshFeignClient;
import dev.weft.mesh.client.blocking.MeshTransports;
import feign.Client;
import java.util.function.Supplier;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.cloud.openfeign.loadbalancer.FeignBlockingLoadBalancerClient;
import org.springframework.cloud.openfeign.loadbalancer.RetryableFeignBlockingLoadBalancerClient;
import org.springframework.util.function.SingletonSupplier;

/**
 * Puts the mesh in the place of the clients by which Spring Cloud balances Feign's requests, so that nothing is balanced
 * twice. The client below them stays for hosts outside the mesh.
 */
final class FeignMesher implements BeanPostProcessor {

    private final Supplier<LogicalHosts> hosts;
    private final Supplier<MeshTransports> transports;

    FeignMesher(Supplier<LogicalHosts> hosts, Supplier<MeshTransports> transports) {
        this.hosts = SingletonSupplier.of(hosts);
        this.transports = SingletonSupplier.of(transports);
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (!(bean instanceof Client client) || bean instanceof MeshFeignClient) {
            return bean;
        }
        Client unbalanced = unbalanced(client);
        return new MeshFeignClient(unbalanced, hosts, transports, unbalanced.equals(client));
    }

    private static Client unbalanced(Client client) {
        if (client instanceof FeignBlockingLoadBalancerClient balanced) {
            return balanced.getDelegate();
        }
        if (client instanceof RetryableFeignBlockingLoadBalancerClient balanced) {
            return balanced.getDelegate();
        }
        return client;
    }
}
