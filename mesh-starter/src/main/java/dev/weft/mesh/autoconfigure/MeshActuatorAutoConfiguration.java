package dev.weft.mesh.autoconfigure;

import dev.weft.mesh.actuate.MeshEndpoint;
import dev.weft.mesh.engine.Engine;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** {@code /actuator/mesh}. */
@AutoConfiguration(after = MeshAutoConfiguration.class)
@ConditionalOnAvailableEndpoint(MeshEndpoint.class)
@ConditionalOnBean(Engine.class)
public final class MeshActuatorAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    static MeshEndpoint meshEndpoint(Engine engine, MeshIdentity identity) {
        return new MeshEndpoint(engine, identity.service(), identity.zone());
    }
}
