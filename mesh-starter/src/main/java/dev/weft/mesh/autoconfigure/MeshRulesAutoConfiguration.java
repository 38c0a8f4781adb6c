package dev.weft.mesh.autoconfigure;

import dev.weft.mesh.directory.OutsideHosts;
import dev.weft.mesh.document.file.EgressFiles;
import dev.weft.mesh.document.file.RuleLocations;
import dev.weft.mesh.document.file.RuleWatch;
import dev.weft.mesh.engine.EndpointDirectory;
import dev.weft.mesh.engine.RuleWarnings;
import dev.weft.mesh.rules.Conditions;
import dev.weft.mesh.rules.RuleBook;
import dev.weft.mesh.security.EgressDocument;
import dev.weft.mesh.security.EgressPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;

/** Where rules come from: the configuration, and files that may change. */
@AutoConfiguration(after = MeshDirectoryAutoConfiguration.class)
@ConditionalOnProperty(name = "mesh.enabled", matchIfMissing = true)
@EnableConfigurationProperties(MeshProperties.class)
public final class MeshRulesAutoConfiguration {

    /** For all that has {@link MeshProperties}, which may be bound before others can look at this bean. */
    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static ConfigurationPropertiesBindHandlerAdvisor meshEmptiedLists() {
        return EmptiedLists::new;
    }

    @Bean
    @ConditionalOnMissingBean
    static RuleBook meshRuleBook(MeshProperties properties, ObjectProvider<Conditions> conditions) {
        return ApplicationRules.book(properties, conditions.getIfAvailable(() -> Conditions.NONE));
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(EndpointDirectory.class)
    static RuleWarnings meshRuleWarnings(RuleBook book, EndpointDirectory directory) {
        return new RuleWarnings(book, directory);
    }

    @Bean(initMethod = "start")
    @ConditionalOnMissingBean
    @ConditionalOnBean(RuleWarnings.class)
    static RuleWatch meshRuleWatch(
            MeshProperties properties, RuleBook book, RuleWarnings warnings, ObjectProvider<OutsideHosts> outside) {
        return new RuleWatch(
                locations(properties), book, egress(outside.getIfAvailable()), warnings::all, refresh(properties));
    }

    private static EgressFiles egress(@Nullable OutsideHosts hosts) {
        return hosts == null
                ? new EgressFiles(EgressDocument.ofApplication(EgressPolicy.OPEN), policy -> {})
                : new EgressFiles(hosts.egress(), hosts::put);
    }

    private static RuleLocations locations(MeshProperties properties) {
        try {
            return new RuleLocations(properties.getRules().getLocation());
        } catch (IllegalArgumentException e) {
            throw new InvalidMeshPropertyException("mesh.rules.location", String.valueOf(e.getMessage()));
        }
    }

    private static Duration refresh(MeshProperties properties) {
        Duration refresh = properties.getRules().getRefresh();
        if (refresh.isNegative() || refresh.isZero()) {
            throw new InvalidMeshPropertyException("mesh.rules.refresh", refresh + " (expected: more than 0)");
        }
        return refresh;
    }
}
