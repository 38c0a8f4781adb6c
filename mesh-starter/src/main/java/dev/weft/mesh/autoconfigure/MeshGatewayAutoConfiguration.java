package dev.weft.mesh.autoconfigure;

import dev.weft.mesh.client.Alarms;
import dev.weft.mesh.client.LogicalHosts;
import dev.weft.mesh.client.OutgoingCalls;
import dev.weft.mesh.client.gateway.CheckedAddresses;
import dev.weft.mesh.client.gateway.EdgeFilter;
import dev.weft.mesh.client.gateway.GatewayMessages;
import dev.weft.mesh.client.gateway.MeshLoadBalancerFilter;
import dev.weft.mesh.client.gateway.MeshRoutingFilter;
import dev.weft.mesh.client.gateway.RouteTimeouts;
import dev.weft.mesh.client.reactive.MeshHttpClient;
import dev.weft.mesh.client.reactive.ReactiveCalls;
import dev.weft.mesh.rules.Conditions;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cloud.gateway.config.GatewayLoadBalancerProperties;
import org.springframework.cloud.gateway.config.HttpClientCustomizer;
import org.springframework.cloud.gateway.config.HttpClientProperties;
import org.springframework.cloud.gateway.filter.ReactiveLoadBalancerClientFilter;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory;
import org.springframework.context.annotation.Bean;
import reactor.netty.http.client.HttpClient;

/** Routes of Spring Cloud Gateway to services, and what makes a gateway the mesh's edge. */
@AutoConfiguration(
        after = MeshReactiveAutoConfiguration.class,
        afterName = "org.springframework.cloud.loadbalancer.config.LoadBalancerAutoConfiguration",
        beforeName = {
            "org.springframework.cloud.gateway.config.GatewayReactiveLoadBalancerClientAutoConfiguration",
            "org.springframework.cloud.gateway.config.GatewayNoLoadBalancerClientAutoConfiguration"
        })
@ConditionalOnClass({ReactiveLoadBalancerClientFilter.class, HttpClient.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnProperty(
        name = {"spring.cloud.gateway.enabled", "spring.cloud.gateway.server.webflux.enabled"},
        matchIfMissing = true)
@ConditionalOnBean(OutgoingCalls.class)
@EnableConfigurationProperties(GatewayLoadBalancerProperties.class)
public final class MeshGatewayAutoConfiguration {

    /** Takes the place of Spring Cloud's, which would choose an instance. */
    @Bean
    @ConditionalOnMissingBean(ReactiveLoadBalancerClientFilter.class)
    @ConditionalOnBean(LoadBalancerClientFactory.class)
    static MeshLoadBalancerFilter meshLoadBalancerFilter(
            LoadBalancerClientFactory clients, GatewayLoadBalancerProperties properties) {
        return new MeshLoadBalancerFilter(clients, properties);
    }

    @Bean
    @ConditionalOnMissingBean
    static MeshRoutingFilter meshRoutingFilter(
            LogicalHosts hosts,
            OutgoingCalls calls,
            MeshHttpClient transport,
            Alarms alarms,
            ObjectProvider<HttpClientCustomizer> customizers,
            ObjectProvider<List<HttpHeadersFilter>> headerFilters,
            ObjectProvider<HttpClientProperties> properties) {
        // Bodies pass as they are, compressed or not.
        HttpClient client = transport.client();
        for (HttpClientCustomizer customizer : customizers.orderedStream().toList()) {
            // The mesh's calls go to addresses that were checked before.
            client = customizer instanceof CheckedAddresses ? client : customizer.customize(client);
        }
        HttpClientProperties own = properties.getIfAvailable(HttpClientProperties::new);
        return new MeshRoutingFilter(
                hosts,
                new ReactiveCalls(calls, client, alarms),
                new GatewayMessages(headerFilters::getIfAvailable),
                new RouteTimeouts(own),
                reachesOutItsOwnWay(own));
    }

    @Bean
    @ConditionalOnMissingBean
    static CheckedAddresses meshCheckedAddresses(LogicalHosts hosts) {
        return new CheckedAddresses(hosts);
    }

    /** By a proxy, or with certificates of its own. */
    private static boolean reachesOutItsOwnWay(HttpClientProperties own) {
        HttpClientProperties.Ssl ssl = own.getSsl();
        return own.getProxy().getHost() != null
                || ssl.getSslBundle() != null
                || ssl.getKeyStore() != null
                || ssl.isUseInsecureTrustManager()
                || !ssl.getTrustedX509Certificates().isEmpty();
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty(name = "mesh.edge.enabled", matchIfMissing = true)
    static EdgeFilter meshEdgeFilter(MeshProperties properties, ObjectProvider<Conditions> conditions) {
        return new EdgeFilter(EdgeMapper.overrides(
                "mesh.edge.overrides",
                properties.getEdge().getOverrides(),
                conditions.getIfAvailable(() -> Conditions.NONE)));
    }
}
