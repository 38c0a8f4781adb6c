package dev.weft.mesh.autoconfigure;

import dev.weft.mesh.client.LogicalHosts;
import dev.weft.mesh.client.MeshedBuilder;
import dev.weft.mesh.client.reactive.MeshConnector;
import dev.weft.mesh.client.reactive.ReactiveCalls;
import java.lang.reflect.Field;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.cloud.client.loadbalancer.reactive.DeferringLoadBalancerExchangeFilterFunction;
import org.springframework.cloud.client.loadbalancer.reactive.LoadBalancedExchangeFilterFunction;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Puts the mesh below WebClient: around the connector that auto-configured builders share, around the builder that makes
 * such connectors with the user's settings, and into {@code @LoadBalanced} builders, which are made by hand. From these
 * Spring Cloud's filter goes, so that nothing is balanced twice.
 */
final class WebClientMesher implements BeanPostProcessor {

    private final ConfigurableListableBeanFactory beans;
    private final Supplier<LogicalHosts> hosts;
    private final Supplier<ReactiveCalls> calls;

    WebClientMesher(
            ConfigurableListableBeanFactory beans, Supplier<LogicalHosts> hosts, Supplier<ReactiveCalls> calls) {
        this.beans = beans;
        this.hosts = SingletonSupplier.of(hosts);
        this.calls = SingletonSupplier.of(calls);
    }

    /** After initialization, since Spring Cloud adds its filter before. */
    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof ClientHttpConnectorBuilder<?> builder) {
            return MeshedBuilder.of(ClientHttpConnectorBuilder.class, ClientHttpConnector.class, builder, this::mesh);
        }
        if (bean instanceof ClientHttpConnector connector) {
            return mesh(connector, null, true);
        }
        if (bean instanceof WebClient.Builder builder && isLoadBalanced(name)) {
            ClientHttpConnector connector = connector(builder);
            builder.filters(filters -> filters.removeIf(WebClientMesher::balances))
                    .clientConnector(
                            connector == null
                                    ? mesh(new ReactorClientHttpConnector(), null)
                                    : mesh(connector, null, true));
        }
        return bean;
    }

    /** What the user, or Spring Boot, has put into the builder, which does not show it; null if nothing, or not found. */
    private static @Nullable ClientHttpConnector connector(WebClient.Builder builder) {
        Field field = ReflectionUtils.findField(builder.getClass(), "connector", ClientHttpConnector.class);
        if (field == null) {
            return null;
        }
        ReflectionUtils.makeAccessible(field);
        return (ClientHttpConnector) ReflectionUtils.getField(field, builder);
    }

    private ClientHttpConnector mesh(ClientHttpConnector connector, @Nullable Object settings) {
        return mesh(connector, settings, false);
    }

    private ClientHttpConnector mesh(ClientHttpConnector connector, @Nullable Object settings, boolean byHand) {
        return connector instanceof MeshConnector
                ? connector
                : new MeshConnector(connector, hosts, calls, settings, byHand);
    }

    private boolean isLoadBalanced(String name) {
        return beans.containsBean(name) && beans.findAnnotationOnBean(name, LoadBalanced.class) != null;
    }

    private static boolean balances(ExchangeFilterFunction filter) {
        return filter instanceof DeferringLoadBalancerExchangeFilterFunction<?>
                || filter instanceof LoadBalancedExchangeFilterFunction;
    }
}
