package dev.weft.mesh.autoconfigure;

import dev.weft.mesh.rules.RuleBook;
import dev.weft.mesh.server.IdentityServletFilter;
import dev.weft.mesh.server.InboundRequests;
import dev.weft.mesh.server.LateInterceptor;
import dev.weft.mesh.server.MeshServletFilter;
import org.apache.coyote.http11.Http11NioProtocol;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The server side of the mesh on servlet containers. */
@AutoConfiguration(after = {MeshContextAutoConfiguration.class, MeshRulesAutoConfiguration.class})
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnBean(InboundRequests.class)
public final class MeshServerAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    static MeshServletFilter meshServletFilter(InboundRequests requests) {
        return new MeshServletFilter(requests);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(RuleBook.class)
    static IdentityServletFilter meshIdentityServletFilter(RuleBook rules) {
        return new IdentityServletFilter(rules::goesByIdentity);
    }

    /** Where Spring MVC dispatches. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(WebMvcConfigurer.class)
    static class Mvc {

        /** Behind the application's own: nearest to its handlers. */
        @Bean
        static WebMvcConfigurer meshLateInterceptor() {
            return new WebMvcConfigurer() {
                @Override
                public void addInterceptors(InterceptorRegistry registry) {
                    registry.addInterceptor(new LateInterceptor()).order(Ordered.LOWEST_PRECEDENCE);
                }
            };
        }
    }

    /** Where Tomcat serves. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Http11NioProtocol.class)
    static class Tomcat {

        @Bean
        static TomcatMesher meshTomcatMesher() {
            return new TomcatMesher();
        }
    }
}
