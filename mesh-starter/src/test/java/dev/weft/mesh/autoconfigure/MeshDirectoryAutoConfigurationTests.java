package dev.weft.mesh.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.mesh.directory.Directory;
import dev.weft.mesh.engine.EndpointDirectory;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.EndpointSet;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.server.DrainState;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.client.discovery.simple.SimpleDiscoveryClientAutoConfiguration;
import org.springframework.cloud.commons.util.UtilAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class MeshDirectoryAutoConfigurationTests {

    private static final ServiceName PETS = ServiceName.of("petdetails");

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    MeshAutoConfiguration.class,
                    MeshRulesAutoConfiguration.class,
                    MeshDirectoryAutoConfiguration.class,
                    MeshDrainAutoConfiguration.class,
                    SimpleDiscoveryClientAutoConfiguration.class,
                    UtilAutoConfiguration.class))
            .withPropertyValues("mesh.directory.last-known-good=");

    @Test
    void startWhenInstancesAreConfiguredKnowsThem() {
        runner.withPropertyValues(
                        "mesh.services.petdetails.instances[0].host=127.0.0.1",
                        "mesh.services.petdetails.instances[0].port=9081",
                        "mesh.services.petdetails.instances[0].version=v2")
                .run(context -> {
                    Directory directory = context.getBean(Directory.class);
                    Endpoint endpoint = endpoints(directory).get(0);
                    assertThat(endpoint.id()).isEqualTo("127.0.0.1:9081");
                    assertThat(endpoint.version()).isEqualTo("v2");
                    assertThat(directory.answered()).isTrue();
                });
    }

    @Test
    void startWhenAnInstanceHasNoPortSaysWhichOne() {
        runner.withPropertyValues("mesh.services.petdetails.instances[0].host=127.0.0.1")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .isInstanceOf(InvalidMeshPropertyException.class)
                        .hasMessageContaining("mesh.services.petdetails.instances[0]")
                        .hasMessageContaining("port null"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1", "127.0.0.1:9081", "pet details", "details/"})
    void startWhenAnInstancesHostIsNoneSaysSo(String host) {
        runner.withPropertyValues(
                        "mesh.services.petdetails.instances[0].host=" + host,
                        "mesh.services.petdetails.instances[0].port=9081")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .isInstanceOf(InvalidMeshPropertyException.class)
                        .hasMessageContaining("mesh.services.petdetails.instances[0]")
                        .hasMessageContaining("\"" + host + "\" (expected: a host name or an address"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"::1", "fe80::1%eth0", "2001:db8:0:0:0:0:0:1", "::ffff:127.0.0.1", "pet_details.example"})
    void startWhenAnInstancesHostIsANameOrAnAddressKnowsIt(String host) {
        runner.withPropertyValues(
                        "mesh.services.petdetails.instances[0].host=" + host,
                        "mesh.services.petdetails.instances[0].port=9081")
                .run(context -> assertThat(endpoints(context.getBean(Directory.class))
                                .get(0)
                                .host())
                        .isEqualTo(host));
    }

    @Test
    void startWhenInstancesBelongToNoServiceSaysThatThereIsNoSuchProperty() {
        runner.withPropertyValues("mesh.defaults.instances[0].host=127.0.0.1", "mesh.defaults.instances[0].port=9081")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("mesh.defaults.instances[0].host"));
    }

    @Test
    void startWhenNothingIsKnownHasNotAnswered() {
        runner.run(context ->
                assertThat(context.getBean(Directory.class).answered()).isFalse());
    }

    @Test
    void startWhenThereIsAnotherDiscoveryClientReadsIt() {
        runner.withPropertyValues(
                        "spring.cloud.discovery.client.simple.instances.petdetails[0].uri=http://127.0.0.1:9081",
                        "spring.cloud.discovery.client.simple.instances.petdetails[0].metadata.version=v1")
                .run(context -> {
                    Directory directory = context.getBean(Directory.class);
                    await().until(directory::answered);
                    Endpoint endpoint = endpoints(directory).get(0);
                    assertThat(endpoint.address()).isEqualTo("127.0.0.1:9081");
                    assertThat(endpoint.version()).isEqualTo("v1");
                });
    }

    @Test
    void startWhenTheUserHasADirectoryStepsBack() {
        runner.withUserConfiguration(OwnDirectory.class)
                .run(context -> assertThat(context).doesNotHaveBean(Directory.class));
    }

    @Test
    void startWhenTheMeshIsOffHasNoDirectory() {
        runner.withPropertyValues("mesh.enabled=false")
                .run(context -> assertThat(context)
                        .doesNotHaveBean(EndpointDirectory.class)
                        .doesNotHaveBean(DrainState.class));
    }

    @Test
    void startWhenTheDrainWaitsLongerThanAShutdownPhaseSaysSo() {
        runner.withPropertyValues("mesh.drain.wait=31s")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .isInstanceOf(InvalidMeshPropertyException.class)
                        .hasMessageContaining("mesh.drain.wait: 31000ms (expected: 0 to 30000ms")
                        .hasMessageContaining("spring.lifecycle.timeout-per-shutdown-phase"));
    }

    @Test
    void startWhenTheShutdownPhaseAllowsItTakesALongDrain() {
        runner.withPropertyValues("mesh.drain.wait=31s", "spring.lifecycle.timeout-per-shutdown-phase=60s")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void startWhenFetchesAreFarApartFitsTheDrainIntoAShutdownPhase() {
        runner.withPropertyValues("eureka.client.registry-fetch-interval-seconds=60")
                .run(context -> assertThat(context).hasNotFailed());
    }

    private static List<Endpoint> endpoints(EndpointDirectory directory) {
        AtomicReference<EndpointSet> seen = new AtomicReference<>();
        directory.watch(PETS, seen::set);
        return seen.get().endpoints();
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnDirectory {

        @Bean
        EndpointDirectory ownDirectory() {
            return new EndpointDirectory() {
                @Override
                public void watch(ServiceName service, Consumer<EndpointSet> listener) {
                    listener.accept(EndpointSet.empty(service));
                }

                @Override
                public EndpointSet endpoints(ServiceName service) {
                    return EndpointSet.empty(service);
                }

                @Override
                public boolean knows(ServiceName service) {
                    return false;
                }

                @Override
                public boolean answered() {
                    return true;
                }

                @Override
                public Collection<ServiceName> known() {
                    return List.of();
                }
            };
        }
    }
}
