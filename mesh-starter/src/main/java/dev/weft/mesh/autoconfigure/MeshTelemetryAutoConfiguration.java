package dev.weft.mesh.autoconfigure;

import dev.weft.mesh.telemetry.AttemptSpans;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** Meters and spans. */
@AutoConfiguration
@ConditionalOnProperty(name = "mesh.enabled", matchIfMissing = true)
public final class MeshTelemetryAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    static AttemptSpans meshAttemptSpans(ObjectProvider<Tracer> tracers, ObjectProvider<Propagator> propagators) {
        Tracer tracer = tracers.getIfAvailable();
        Propagator propagator = propagators.getIfAvailable();
        return tracer == null || propagator == null ? AttemptSpans.NONE : AttemptSpans.of(tracer, propagator);
    }
}
