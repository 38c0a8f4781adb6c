package dev.weft.mesh.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.actuate.MeshEndpoint;
import dev.weft.mesh.engine.EndpointDirectory;
import dev.weft.mesh.engine.MeshMeters;
import dev.weft.mesh.server.InboundRequests;
import dev.weft.mesh.server.MeshHttpHandlers;
import dev.weft.mesh.server.MeshServletFilter;
import dev.weft.mesh.server.WebProblems;
import dev.weft.mesh.telemetry.AttemptSpans;
import dev.weft.mesh.telemetry.MicrometerMeters;
import dev.weft.mesh.telemetry.MicrometerServerMeters;
import dev.weft.mesh.telemetry.ServerMeters;
import dev.weft.mesh.testkit.FixedDirectory;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;

class MeshServerWiringTests {

    private static final AutoConfigurations ALL = AutoConfigurations.of(
            MeshAutoConfiguration.class,
            MeshRulesAutoConfiguration.class,
            MeshTelemetryAutoConfiguration.class,
            MeshContextAutoConfiguration.class,
            MeshServerAutoConfiguration.class,
            MeshReactiveServerAutoConfiguration.class,
            MeshActuatorAutoConfiguration.class);

    private final ApplicationContextRunner plain = new ApplicationContextRunner()
            .withConfiguration(ALL)
            .withBean(EndpointDirectory.class, FixedDirectory::new);

    @Test
    void beansWhenThereIsNoWebServerAreNeitherFilter() {
        plain.run(context -> assertThat(context)
                .hasSingleBean(InboundRequests.class)
                .doesNotHaveBean(MeshServletFilter.class)
                .doesNotHaveBean(MeshHttpHandlers.class));
    }

    @Test
    void beansWhenServletsServeAreTheServletFilter() {
        new WebApplicationContextRunner()
                .withConfiguration(ALL)
                .withBean(EndpointDirectory.class, FixedDirectory::new)
                .run(context -> assertThat(context)
                        .hasSingleBean(MeshServletFilter.class)
                        .doesNotHaveBean(MeshHttpHandlers.class));
    }

    @Test
    void beansWhenWebFluxServesAreTheReactiveOnes() {
        new ReactiveWebApplicationContextRunner()
                .withConfiguration(ALL)
                .withBean(EndpointDirectory.class, FixedDirectory::new)
                .run(context -> assertThat(context)
                        .hasSingleBean(MeshHttpHandlers.class)
                        .hasSingleBean(WebProblems.class)
                        .doesNotHaveBean(MeshServletFilter.class));
    }

    @Test
    void beansWhenTheMeshIsSwitchedOffAreNone() {
        new WebApplicationContextRunner()
                .withConfiguration(ALL)
                .withPropertyValues("mesh.enabled=false", "management.endpoints.web.exposure.include=*")
                .run(context -> assertThat(context)
                        .doesNotHaveBean(MeshServletFilter.class)
                        .doesNotHaveBean(MeshMeters.class)
                        .doesNotHaveBean(MeshEndpoint.class)
                        .doesNotHaveBean(TaskDecorator.class));
    }

    @Test
    void endpointWhenNotExposedIsAbsent() {
        plain.run(context -> assertThat(context).doesNotHaveBean(MeshEndpoint.class));
        plain.withPropertyValues("management.endpoints.web.exposure.include=mesh")
                .run(context -> assertThat(context).hasSingleBean(MeshEndpoint.class));
    }

    @Test
    void metersWhenThereIsNoRegistryCountNothing() {
        plain.run(context -> {
            assertThat(context.getBean(MeshMeters.class)).isSameAs(MeshMeters.NONE);
            assertThat(context.getBean(ServerMeters.class)).isSameAs(ServerMeters.NONE);
        });
    }

    @Test
    void metersWhenThereIsARegistryAreMicrometers() {
        plain.withBean(MeterRegistry.class, SimpleMeterRegistry::new).run(context -> {
            assertThat(context.getBean(MeshMeters.class)).isInstanceOf(MicrometerMeters.class);
            assertThat(context.getBean(ServerMeters.class)).isInstanceOf(MicrometerServerMeters.class);
        });
    }

    @Test
    void spansWhenThereIsNoPropagatorAreNone() {
        plain.withBean(Tracer.class, () -> Tracer.NOOP)
                .run(context -> assertThat(context.getBean(AttemptSpans.class)).isSameAs(AttemptSpans.NONE));
        plain.withBean(Tracer.class, () -> Tracer.NOOP)
                .withBean(Propagator.class, () -> Propagator.NOOP)
                .run(context -> assertThat(context.getBean(AttemptSpans.class)).isNotSameAs(AttemptSpans.NONE));
    }

    @Test
    void taskDecoratorWhenTheUserHasOneIsTheUsers() {
        plain.run(context ->
                assertThat(context.getBean(TaskDecorator.class)).isInstanceOf(ContextPropagatingTaskDecorator.class));
        plain.withBean("mine", TaskDecorator.class, () -> task -> task)
                .run(context ->
                        assertThat(context).hasSingleBean(TaskDecorator.class).hasBean("mine"));
    }
}
