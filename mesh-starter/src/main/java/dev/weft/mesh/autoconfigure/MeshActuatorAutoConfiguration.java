package dev.weft.mesh.autoconfigure;

import dev.weft.mesh.actuate.MeshEndpoint;
import dev.weft.mesh.actuate.RuleViews;
import dev.weft.mesh.actuate.StreamView;
import dev.weft.mesh.control.StoreRules;
import dev.weft.mesh.control.WatchStream;
import dev.weft.mesh.directory.OutsideHosts;
import dev.weft.mesh.document.file.RuleWatch;
import dev.weft.mesh.engine.Engine;
import dev.weft.mesh.engine.RuleWarnings;
import dev.weft.mesh.rules.RuleBook;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** {@code /actuator/mesh}. */
@AutoConfiguration(after = {MeshAutoConfiguration.class, MeshStreamAutoConfiguration.class})
@ConditionalOnAvailableEndpoint(MeshEndpoint.class)
@ConditionalOnBean(Engine.class)
public final class MeshActuatorAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    static MeshEndpoint meshEndpoint(
            Engine engine,
            MeshIdentity identity,
            RuleBook book,
            RuleWarnings warnings,
            RuleWatch watch,
            ObjectProvider<OutsideHosts> outside,
            ObjectProvider<WatchStream> stream,
            ObjectProvider<StoreRules> stored) {
        RuleViews rules = new RuleViews(book, warnings, watch);
        WatchStream open = stream.getIfAvailable();
        StreamView.Source view = open == null ? () -> null : () -> StreamView.of(open, stored.getObject());
        return new MeshEndpoint(engine, identity.service(), identity.zone(), rules, outside.getIfAvailable(), view);
    }
}
