package dev.weft.mesh.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.client.LogicalHosts;
import dev.weft.mesh.directory.OutsideHosts;
import dev.weft.mesh.security.EgressPolicy;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.mock.env.MockEnvironment;

class MeshClientAutoConfigurationTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "eureka.client.service-url.defaultZone",
                "eureka.client.serviceUrl.defaultZone",
                "mesh.registry.urls",
                "mesh.registry.urls[0]",
                "spring.cloud.config.uri",
                "spring.boot.admin.client.url",
                "spring.boot.admin.client.url[0]",
                "management.zipkin.tracing.endpoint",
                "management.otlp.tracing.endpoint",
                "management.otlp.metrics.export.url"
            })
    void logicalHostsWhereEgressIsDeniedLetTheInfrastructureBe(String property) {
        LogicalHosts hosts = denied(property, "http://localhost:8761/eureka");

        assertThat(hosts.service(URI.create("http://localhost:8761/other"))).isNull();
        assertThat(hosts.service(URI.create("http://localhost:8762/other"))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "eureka.client.service-url.defaultZone",
                "mesh.registry.urls",
                "spring.cloud.config.uri",
                "spring.boot.admin.client.url"
            })
    void logicalHostsTakeEachAddressOfAList(String property) {
        LogicalHosts hosts = denied(property, "http://localhost:8761/eureka, http://localhost:8762/eureka");

        assertThat(hosts.service(URI.create("http://localhost:8761/"))).isNull();
        assertThat(hosts.service(URI.create("http://localhost:8762/"))).isNull();
    }

    private static LogicalHosts denied(String property, String value) {
        OutsideHosts outside = new OutsideHosts(
                new EgressPolicy(EgressPolicy.Mode.DENY, List.of()),
                host -> List.of(),
                Map.of(),
                Runnable::run,
                System::nanoTime);
        StaticListableBeanFactory beans = new StaticListableBeanFactory(Map.of("outside", outside));
        return MeshClientAutoConfiguration.meshLogicalHosts(
                new MeshProperties(),
                new MockEnvironment().withProperty(property, value),
                beans.getBeanProvider(OutsideHosts.class));
    }
}
