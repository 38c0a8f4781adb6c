package dev.weft.mesh.autoconfigure;

import dev.weft.mesh.engine.Extensions;
import dev.weft.mesh.extend.EndpointPolicy;
import dev.weft.mesh.extend.OutcomeClassifier;
import dev.weft.mesh.extend.RequestCondition;
import dev.weft.mesh.rules.Conditions;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** The application's own beans that have a say in the mesh. */
@AutoConfiguration
@ConditionalOnProperty(name = "mesh.enabled", matchIfMissing = true)
public final class MeshExtensionsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    static Extensions meshExtensions(
            ObjectProvider<EndpointPolicy> policies, ObjectProvider<OutcomeClassifier> classifiers) {
        List<EndpointPolicy> endpoints = policies.orderedStream()
                .<EndpointPolicy>map(SafeEndpointPolicy::new)
                .toList();
        List<OutcomeClassifier> outcomes = classifiers
                .orderedStream()
                .<OutcomeClassifier>map(SafeOutcomeClassifier::new)
                .toList();
        return new Extensions(
                endpoints.isEmpty() ? null : new EndpointPolicies(endpoints),
                outcomes.isEmpty() ? null : new OutcomeClassifiers(outcomes));
    }

    @Bean
    @ConditionalOnMissingBean
    static Conditions meshConditions(ObjectProvider<RequestCondition> conditions) {
        return new Conditions(conditions
                .orderedStream()
                .<RequestCondition>map(SafeRequestCondition::new)
                .toList());
    }
}
