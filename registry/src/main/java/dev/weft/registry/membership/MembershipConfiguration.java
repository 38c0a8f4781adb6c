package dev.weft.registry.membership;

import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the mesh's registry of instances in the place of Spring's, whose definition knows no condition. */
@Configuration(proxyBeanMethods = false)
class MembershipConfiguration {

    private static final String SPRINGS = "peerAwareInstanceRegistry";

    @Bean
    static BeanDefinitionRegistryPostProcessor membershipRegistryInPlaceOfSprings() {
        return definitions -> {
            definitions.removeBeanDefinition(SPRINGS);
            definitions.registerBeanDefinition(SPRINGS, new RootBeanDefinition(MembershipRegistry.class));
        };
    }
}
