package dev.weft.mesh.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.security.EgressEntry;
import dev.weft.mesh.security.EgressPolicy;
import dev.weft.mesh.testkit.Behaviour;
import dev.weft.mesh.testkit.MisbehavingServer;
import dev.weft.mesh.testkit.TestTls;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS to hosts outside the mesh: the host must prove to have its name, whatever address it is called at. */
class EgressTlsTests {

    private static TestTls tls;

    @BeforeAll
    static void makeKeys(@TempDir Path folder) throws Exception {
        tls = TestTls.in(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"blocking", "reactive"})
    void httpsIsAnsweredByWhoeverHasTheName(String client) throws Exception {
        try (MisbehavingServer server = MisbehavingServer.startTls(tls.context(), Behaviour.ok("woof"));
                OutsideWorld world = world(EgressPolicy.OPEN)) {
            String url = "https://dogs.test:" + server.port() + "/";

            assertThat(world.get(client, url)).isEqualTo("200 woof");
            assertThat(server.received().get(0).header("Host")).isEqualTo("dogs.test:" + server.port());
            assertThat(server.namesAskedFor()).containsExactly("dogs.test");
            // A connection comes back to the pool a moment after the answer has come to its caller.
            await().until(() -> {
                int before = server.connections();
                assertThat(world.get(client, url)).isEqualTo("200 woof");
                return server.connections() == before;
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"blocking", "reactive"})
    void httpsIsNotAnsweredByWhoeverHasOnlyTheAddress(String client) throws Exception {
        try (MisbehavingServer server = MisbehavingServer.startTls(tls.context(), Behaviour.ok("squeak"));
                OutsideWorld world = world(EgressPolicy.OPEN)) {
            // The certificate is for 127.0.0.1, dogs and cats.
            assertThatException().isThrownBy(() -> world.get(client, "https://mice.test:" + server.port() + "/"));

            assertThat(server.received()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"blocking", "reactive"})
    void namesThatShareAnAddressShareNoConnection(String client) throws Exception {
        try (MisbehavingServer server = MisbehavingServer.startTls(tls.context(), Behaviour.ok("sound"));
                OutsideWorld world = world(EgressPolicy.OPEN)) {
            world.get(client, "https://dogs.test:" + server.port() + "/");
            world.get(client, "https://cats.test:" + server.port() + "/");

            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"blocking", "reactive"})
    void httpGoesOverTlsWhereTheListSaysSo(String client) throws Exception {
        try (MisbehavingServer server = MisbehavingServer.startTls(tls.context(), Behaviour.ok("woof"));
                OutsideWorld world = world(new EgressPolicy(
                        EgressPolicy.Mode.DENY,
                        List.of(new EgressEntry(
                                "dogs.test", Set.of(server.port()), EgressEntry.Protocol.HTTPS, true))))) {
            assertThat(world.get(client, "http://dogs.test:" + server.port() + "/path"))
                    .isEqualTo("200 woof");
            assertThat(server.received().get(0).target()).isEqualTo("/path");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"blocking", "reactive"})
    void instanceThatGoesByAnotherNameProvesToBeTheHost(String client) throws Exception {
        try (MisbehavingServer server = MisbehavingServer.startTls(tls.context(), Behaviour.ok("woof"));
                OutsideWorld world = standIn("dogs.test", server)) {
            assertThat(world.get(client, "https://dogs.test/")).isEqualTo("200 woof");

            assertThat(server.received().get(0).header("Host")).isEqualTo("dogs.test");
            assertThat(server.namesAskedFor()).containsExactly("dogs.test");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"blocking", "reactive"})
    void instanceThatHasOnlyItsOwnNameIsNotTheHost(String client) throws Exception {
        try (MisbehavingServer server = MisbehavingServer.startTls(tls.context(), Behaviour.ok("squeak"));
                OutsideWorld world = standIn("mice.test", server)) {
            assertThatException().isThrownBy(() -> world.get(client, "https://mice.test/"));

            assertThat(server.received()).isEmpty();
        }
    }

    /** An instance whose own name, for which it has a certificate, is cats.test. */
    private static OutsideWorld standIn(String host, MisbehavingServer server) {
        Endpoint instance = Endpoint.of("stand-in", "cats.test", server.port());
        OutsideWorld world = new OutsideWorld(
                EgressPolicy.OPEN,
                ServiceRules.defaults(),
                tls.trusting(),
                Map.of(ServiceName.of(host), List.of(instance)));
        return world.name("cats.test", "127.0.0.1");
    }

    private static OutsideWorld world(EgressPolicy policy) {
        return new OutsideWorld(policy, ServiceRules.defaults(), tls.trusting())
                .name("dogs.test", "127.0.0.1")
                .name("cats.test", "127.0.0.1")
                .name("mice.test", "127.0.0.1");
    }
}
