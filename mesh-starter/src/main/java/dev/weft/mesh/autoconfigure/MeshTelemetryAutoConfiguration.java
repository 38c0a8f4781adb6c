package dev.weft.mesh.autoconfigure;

import dev.weft.mesh.engine.MeshMeters;
import dev.weft.mesh.telemetry.AttemptSpans;
import dev.weft.mesh.telemetry.MicrometerMeters;
import dev.weft.mesh.telemetry.MicrometerServerMeters;
import dev.weft.mesh.telemetry.ServerMeters;
import dev.weft.mesh.telemetry.ShadowFilter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** Meters and spans. Where there is no meter registry or no tracer, nothing is counted or traced. */
@AutoConfiguration
@ConditionalOnProperty(name = "mesh.enabled", matchIfMissing = true)
public final class MeshTelemetryAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    static MeshMeters meshMeters(ObjectProvider<MeterRegistry> registries, MeshIdentity identity) {
        MeterRegistry registry = registries.getIfUnique();
        return registry == null ? MeshMeters.NONE : new MicrometerMeters(registry, identity.service());
    }

    @Bean
    @ConditionalOnMissingBean
    static ServerMeters meshServerMeters(ObjectProvider<MeterRegistry> registries) {
        MeterRegistry registry = registries.getIfUnique();
        return registry == null ? ServerMeters.NONE : new MicrometerServerMeters(registry);
    }

    @Bean
    @ConditionalOnMissingBean
    static AttemptSpans meshAttemptSpans(ObjectProvider<Tracer> tracers, ObjectProvider<Propagator> propagators) {
        Tracer tracer = tracers.getIfAvailable();
        Propagator propagator = propagators.getIfAvailable();
        return tracer == null || propagator == null ? AttemptSpans.NONE : AttemptSpans.of(tracer, propagator);
    }

    @Bean
    static ShadowFilter meshShadowFilter() {
        return new ShadowFilter();
    }
}
