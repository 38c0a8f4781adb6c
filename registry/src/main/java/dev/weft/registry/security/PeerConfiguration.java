package dev.weft.registry.security;

import dev.weft.registry.RegistryProperties;
import jakarta.ws.rs.client.ClientRequestFilter;
import java.util.List;
import org.springframework.cloud.netflix.eureka.server.ReplicationClientAdditionalFilters;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;

/** Peers let each other in by the join secret; their URLs, which logs and pages show, need not carry it. */
@Configuration(proxyBeanMethods = false)
class PeerConfiguration {

    @Bean
    ReplicationClientAdditionalFilters replicationFilters(RegistryProperties registry) {
        String secret = registry.joinSecret();
        if (secret == null) {
            return new ReplicationClientAdditionalFilters(List.of());
        }
        String authorization = new JoinSecret(secret).authorization();
        ClientRequestFilter filter =
                request -> request.getHeaders().putSingle(HttpHeaders.AUTHORIZATION, authorization);
        return new ReplicationClientAdditionalFilters(List.of(filter));
    }
}
