package dev.weft.mesh.autoconfigure;

import dev.weft.mesh.control.StoreRules;
import dev.weft.mesh.directory.OutsideHosts;
import dev.weft.mesh.directory.WholeDirectory;
import dev.weft.mesh.document.file.RuleWatch;
import dev.weft.mesh.engine.EndpointDirectory;
import dev.weft.mesh.engine.Engine;
import dev.weft.mesh.engine.EngineParts;
import dev.weft.mesh.engine.Extensions;
import dev.weft.mesh.engine.MeshMeters;
import dev.weft.mesh.guards.Resilience4jGuards;
import dev.weft.mesh.resilience.Guards;
import dev.weft.mesh.rules.RuleBook;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.common.circuitbreaker.configuration.CommonCircuitBreakerConfigurationProperties;
import java.util.random.RandomGenerator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** The engine, put together from its parts. */
@AutoConfiguration(
        afterName = {
            "dev.weft.mesh.autoconfigure.MeshDirectoryAutoConfiguration",
            "dev.weft.mesh.autoconfigure.MeshRulesAutoConfiguration",
            "dev.weft.mesh.autoconfigure.MeshStreamAutoConfiguration",
            "dev.weft.mesh.autoconfigure.MeshTelemetryAutoConfiguration",
            "io.github.resilience4j.springboot3.circuitbreaker.autoconfigure.CircuitBreakerAutoConfiguration",
            "io.github.resilience4j.springboot3.bulkhead.autoconfigure.BulkheadAutoConfiguration",
            "io.github.resilience4j.springboot4.circuitbreaker.autoconfigure.CircuitBreakerAutoConfiguration",
            "io.github.resilience4j.springboot4.bulkhead.autoconfigure.BulkheadAutoConfiguration"
        })
@ConditionalOnProperty(name = "mesh.enabled", matchIfMissing = true)
@EnableConfigurationProperties(MeshProperties.class)
public final class MeshAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    static Guards meshGuards(
            ObjectProvider<CircuitBreakerRegistry> breakers,
            ObjectProvider<CommonCircuitBreakerConfigurationProperties> breakerProperties,
            ObjectProvider<BulkheadRegistry> bulkheads) {
        return new Resilience4jGuards(
                breakers.getIfAvailable(CircuitBreakerRegistry::ofDefaults),
                breakerProperties.getIfAvailable(CommonCircuitBreakerConfigurationProperties::new),
                bulkheads.getIfAvailable(BulkheadRegistry::ofDefaults));
    }

    @Bean
    @ConditionalOnMissingBean
    static MeshIdentity meshIdentity(MeshProperties properties, Environment environment) {
        return MeshIdentity.of(properties, environment);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(EndpointDirectory.class)
    static Engine meshEngine(
            MeshIdentity identity,
            EndpointDirectory directory,
            RuleBook rules,
            ObjectProvider<RuleWatch> files,
            ObjectProvider<StoreRules> stored,
            Guards guards,
            ObjectProvider<MeshMeters> meters,
            ObjectProvider<MeshInstance> instance,
            ObjectProvider<OutsideHosts> outside,
            ObjectProvider<Extensions> extensions) {
        // Looked at before anybody can call: no call goes by rules that files replace, or the registry's store.
        files.getIfAvailable();
        stored.getIfAvailable();
        OutsideHosts others = outside.getIfAvailable();
        RandomGenerator random = Chance.ofEachThread();
        return new Engine(
                new EngineParts(
                        identity.service(),
                        identity.zone(),
                        instance.getIfAvailable(MeshInstance::unknown).id(),
                        others == null ? directory : new WholeDirectory(directory, others),
                        rules,
                        guards,
                        meters.getIfAvailable(() -> MeshMeters.NONE),
                        random,
                        extensions.getIfAvailable(() -> Extensions.NONE)),
                System::nanoTime);
    }
}
