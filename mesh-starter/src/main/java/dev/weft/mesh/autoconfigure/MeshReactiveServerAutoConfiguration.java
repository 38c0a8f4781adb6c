package dev.weft.mesh.autoconfigure;

import dev.weft.mesh.rules.RuleBook;
import dev.weft.mesh.server.IdentityWebFilter;
import dev.weft.mesh.server.InboundRequests;
import dev.weft.mesh.server.LateWebFilter;
import dev.weft.mesh.server.MeshHttpHandlers;
import dev.weft.mesh.server.WebProblems;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;

/** The server side of the mesh on WebFlux. It comes before Spring Boot's error handling, which has the same order. */
@AutoConfiguration(
        after = {MeshContextAutoConfiguration.class, MeshRulesAutoConfiguration.class},
        beforeName = {
            "org.springframework.boot.autoconfigure.web.reactive.error.ErrorWebFluxAutoConfiguration",
            "org.springframework.boot.webflux.autoconfigure.error.ErrorWebFluxAutoConfiguration"
        })
@ConditionalOnWebApplication(type = Type.REACTIVE)
@ConditionalOnBean(InboundRequests.class)
public final class MeshReactiveServerAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    static MeshHttpHandlers meshHttpHandlers(InboundRequests requests) {
        return new MeshHttpHandlers(requests);
    }

    @Bean
    @ConditionalOnMissingBean
    static LateWebFilter meshLateWebFilter() {
        return new LateWebFilter();
    }

    @Bean
    @ConditionalOnMissingBean
    static WebProblems meshWebProblems() {
        return new WebProblems();
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(RuleBook.class)
    static IdentityWebFilter meshIdentityWebFilter(RuleBook rules) {
        return new IdentityWebFilter(rules::goesByIdentity);
    }
}
