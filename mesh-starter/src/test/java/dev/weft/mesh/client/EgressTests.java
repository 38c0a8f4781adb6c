package dev.weft.mesh.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.weft.mesh.context.MeshContext;
import dev.weft.mesh.engine.CallTrace;
import dev.weft.mesh.engine.Destination;
import dev.weft.mesh.engine.Explanation;
import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.Deadline;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.model.Subset;
import dev.weft.mesh.rules.Actions;
import dev.weft.mesh.rules.Fault;
import dev.weft.mesh.rules.RequestMatch;
import dev.weft.mesh.rules.Route;
import dev.weft.mesh.rules.RouteTarget;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.rules.Share;
import dev.weft.mesh.security.EgressDocument;
import dev.weft.mesh.security.EgressEntry;
import dev.weft.mesh.security.EgressPolicy;
import dev.weft.mesh.testkit.Behaviour;
import dev.weft.mesh.testkit.MisbehavingServer;
import dev.weft.mesh.testkit.Received;
import dev.weft.mesh.testkit.ServerExchange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;

/** Hosts outside the mesh over real HTTP, by either client: called by the engine, let out or refused by the policy. */
class EgressTests {

    private final List<MisbehavingServer> servers = new ArrayList<>();
    private OutsideWorld world = new OutsideWorld(EgressPolicy.OPEN);

    @AfterEach
    void close() {
        world.close();
        servers.forEach(MisbehavingServer::close);
    }

    @ParameterizedTest
    @ValueSource(strings = {"blocking", "reactive"})
    void hostOutsideIsCalledAtTheAddressOfItsName(String client) {
        MisbehavingServer dogs = server(Behaviour.ok("woof"));
        world.name("dogs.test", "127.0.0.1");
        String host = "dogs.test:" + dogs.port();

        assertThat(world.get(client, "http://" + host + "/api?size=2")).isEqualTo("200 woof");

        Received received = dogs.received().get(0);
        assertThat(received.target()).isEqualTo("/api?size=2");
        assertThat(received.header("Host")).isEqualTo(host);
        assertThat(received.headers().keySet()).noneMatch(name -> name.startsWith("mesh-"));
        Destination destination = destination(host);
        assertThat(destination.endpoints().source()).isEqualTo("DNS");
        // Paths of webhooks are secrets.
        assertThat(destination.recentCalls()).extracting(CallTrace::path).containsExactly("/...");
    }

    @ParameterizedTest
    @ValueSource(strings = {"blocking", "reactive"})
    void routeThatMatchesThePortIsForThatPortOfTheHost(String client) {
        MisbehavingServer one = server(Behaviour.ok("one"));
        MisbehavingServer other = server(Behaviour.ok("other"));
        Route route = Route.to(List.of(RouteTarget.of(Subset.ALL, 1)))
                .withMatches(List.of(RequestMatch.ANY.withPort(one.port())))
                .withActions(Actions.NONE.withFault(new Fault(Duration.ZERO, Share.NONE, 418, Share.ALL)));
        world.close();
        world = new OutsideWorld(EgressPolicy.OPEN, ServiceRules.defaults().withRoutes(List.of(route)), null);
        world.name("dogs.test", "127.0.0.1");

        assertThat(world.get(client, "http://dogs.test:" + one.port() + "/")).isEqualTo("418 ");
        assertThat(world.get(client, "http://dogs.test:" + other.port() + "/")).isEqualTo("200 other");
    }

    @Test
    void explanationTellsWhatIsKnownOfTheHost() {
        MisbehavingServer dogs = server(Behaviour.ok("woof"));
        world.name("dogs.test", "127.0.0.1");
        CallRequest request = CallRequest.of(ServiceName.of("dogs.test:" + dogs.port()), "GET", "/")
                .withPort(dogs.port());

        Explanation before = world.engine.explain(request, OutsideWorld.SELF, System.nanoTime());
        assertThat(before.result()).isEqualTo("sent, once the host is looked up");
        assertThat(before.backend().source()).isEqualTo("dogs.test has not been looked up yet");
        assertThat(world.lookups).isEmpty();

        world.get("blocking", "http://dogs.test:" + dogs.port() + "/");

        Explanation after = world.engine.explain(request, OutsideWorld.SELF, System.nanoTime());
        assertThat(after.result()).isEqualTo("sent");
        assertThat(after.backend().source()).isEqualTo("DNS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"blocking", "reactive"})
    void requestWhenAnAttemptFailsIsSentAgain(String client) {
        MisbehavingServer dogs = server(Behaviour.resetAfterReading(), Behaviour.ok("woof"));
        world.name("dogs.test", "127.0.0.1");

        assertThat(world.get(client, "http://dogs.test:" + dogs.port() + "/")).isEqualTo("200 woof");
        assertThat(dogs.received()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"blocking", "reactive"})
    void hostOutsideCannotTellTheMeshThatItIsLeaving(String client) {
        MisbehavingServer dogs = server(Behaviour.status(200, "woof", "mesh-leaving: true"));
        world.name("dogs.test", "127.0.0.1");

        assertThat(world.get(client, "http://dogs.test:" + dogs.port() + "/")).isEqualTo("200 woof");

        assertThat(destination("dogs.test:" + dogs.port()).states())
                .singleElement()
                .matches(state -> !state.isLeaving(System.nanoTime()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"blocking", "reactive"})
    void nameThatDoesNotResolveFailsInWords(String client) {
        assertFails(NoEndpointException.class, () -> world.get(client, "http://nobody.test/"))
                .hasMessage("nobody.test:80: no endpoint: nobody.test does not resolve (unknown host)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"blocking", "reactive"})
    void callerWaitsForALookUpNoLongerThanForTheCall(String client) {
        ServiceRules rules = ServiceRules.defaults();
        world = new OutsideWorld(
                EgressPolicy.OPEN, rules.withTimeouts(rules.timeouts().withTotal(Duration.ofMillis(50))), null);
        world.hang("slow.test");

        assertFails(DeadlineExceededException.class, () -> world.get(client, "http://slow.test/"))
                .hasMessageContaining("no attempt was made");
    }

    @ParameterizedTest
    @ValueSource(strings = {"blocking", "reactive"})
    void callIsBoundedByTheCallersDeadline(String client) {
        MisbehavingServer dogs = server(Behaviour.blackHole());
        world.name("dogs.test", "127.0.0.1");
        Deadline soon = Deadline.after(Duration.ofMillis(200).toNanos(), System.nanoTime());

        try (MeshContext.Scope scope = new MeshContext("id", soon).open()) {
            assertFails(
                    DeadlineExceededException.class,
                    () -> world.send(client, HttpMethod.POST, "http://dogs.test:" + dogs.port() + "/", "?"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"blocking", "reactive"})
    void hostThatIsNotListedIsRefusedBeforeItIsLookedUp(String client) {
        MisbehavingServer dogs = server(Behaviour.ok("woof"));
        world = new OutsideWorld(OutsideWorld.deny(OutsideWorld.local("dogs.test", 1)));
        world.name("dogs.test", "127.0.0.1");
        String host = "dogs.test:" + dogs.port();

        assertFails(NotAllowedException.class, () -> world.get(client, "http://" + host + "/"))
                .hasMessage(host + ": egress to " + host
                        + " is not allowed (mesh.egress.mode is deny); to allow it, add { host: dogs.test, ports: ["
                        + dogs.port() + "] } to mesh.egress.allow");

        assertThat(world.lookups).isEmpty();
        assertThat(dogs.connections()).isZero();
        assertThat(world.outside.refusals().byHost()).containsExactly(Map.entry(host, 1L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"blocking", "reactive"})
    void listedHostThatIsNotWhereItShouldBeIsRefused(String client) {
        MisbehavingServer dogs = server(Behaviour.ok("woof"));
        world = new OutsideWorld(OutsideWorld.deny(new EgressEntry("dogs.test", Set.of(dogs.port()), null, false)));
        world.name("dogs.test", "127.0.0.1", "10.1.2.3");

        for (int i = 0; i < 2; i++) {
            assertFails(NotAllowedException.class, () -> world.get(client, "http://dogs.test:" + dogs.port() + "/"))
                    .hasMessageContaining("its name stands for 127.0.0.1 (loopback), 10.1.2.3 (private)");
        }
        assertThat(dogs.connections()).isZero();
        assertThat(world.outside.refusals().total()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"blocking", "reactive"})
    void listedHostIsCalledUntilItIsNoLongerListed(String client) {
        MisbehavingServer dogs = server(Behaviour.ok("woof"));
        world = new OutsideWorld(OutsideWorld.deny(OutsideWorld.local("*.test", dogs.port())));
        world.name("dogs.test", "127.0.0.1");
        String url = "http://dogs.test:" + dogs.port() + "/";

        assertThat(world.get(client, url)).isEqualTo("200 woof");
        world.outside.put(new EgressDocument("egress.yml:1", OutsideWorld.deny()));
        assertFails(NotAllowedException.class, () -> world.get(client, url));
        world.outside.put(EgressDocument.ofApplication(EgressPolicy.OPEN));
        assertThat(world.get(client, url)).isEqualTo("200 woof");
    }

    @ParameterizedTest
    @ValueSource(strings = {"blocking", "reactive"})
    void nameThatMovesOnLeavesConnectionsAndRequestsAlone(String client) {
        MisbehavingServer dogs =
                server(((Behaviour) ServerExchange::awaitRelease).then(Behaviour.ok("bow-wow")), Behaviour.ok("woof"));
        MisbehavingServer leaving = server(Behaviour.ok("bye"));
        world.name("dogs.test", "127.0.0.1");
        world.directory.put("petdetails", leaving.endpoint("1"));
        String url = "http://dogs.test:" + dogs.port() + "/";
        CompletableFuture<String> inFlight = CompletableFuture.supplyAsync(() -> world.get(client, url));
        await().until(() -> dogs.begun() == 1);
        world.get(client, url);
        world.get(client, "http://petdetails/");
        // Known to the one who looks for departures before there is one.
        await().pollDelay(Duration.ofMillis(1500)).until(() -> leaving.openConnections() == 1);

        world.name("dogs.test", "127.0.0.9");
        world.pass(Duration.ofSeconds(31));
        world.outside.failed(ServiceName.of("dogs.test:" + dogs.port()));
        await().until(() -> destination("dogs.test:" + dogs.port())
                .endpoints()
                .endpoints()
                .get(0)
                .host()
                .equals("127.0.0.9"));
        // Once it was looked for connections to endpoints that have left:
        world.directory.put("petdetails");
        await().until(() -> leaving.openConnections() == 0);

        assertThat(dogs.openConnections()).isEqualTo(2);
        dogs.release();
        assertThat(inFlight.join()).isEqualTo("200 bow-wow");
    }

    @ParameterizedTest
    @ValueSource(strings = {"blocking", "reactive"})
    void addressIsNoWayAroundTheList(String client) {
        MisbehavingServer here = server(Behaviour.ok("here"));
        world = new OutsideWorld(OutsideWorld.deny());

        assertFails(NotAllowedException.class, () -> world.get(client, "http://192.0.2.1/"));
        assertFails(NotAllowedException.class, () -> world.get(client, "http://[2001:db8::1]:8080/"));
        assertFails(NotAllowedException.class, () -> world.get(client, "http://0.0.0.0:" + here.port() + "/"));
        assertFails(NotAllowedException.class, () -> world.get(client, "http://2130706433:" + here.port() + "/"));
        assertFails(NotAllowedException.class, () -> world.get(client, "http://127.0.0.1:" + here.port() + "/"));
        assertFails(NotAllowedException.class, () -> world.get(client, "http://localhost:" + here.port() + "/"))
                .hasMessageEndingWith(
                        "to allow it, add { host: localhost, ports: [" + here.port() + "] } to mesh.egress.allow");
        assertThat(here.connections()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"blocking", "reactive"})
    void thisMachineIsCalledWhereItIsListed(String client) {
        MisbehavingServer here = server(Behaviour.ok("here"));
        world = new OutsideWorld(OutsideWorld.deny(
                new EgressEntry("localhost", Set.of(here.port()), null, false),
                new EgressEntry("127.0.0.1", Set.of(here.port()), null, false)));
        world.name("localhost", "127.0.0.1");

        assertThat(world.get(client, "http://127.0.0.1:" + here.port() + "/")).isEqualTo("200 here");
        assertThat(world.get(client, "http://localhost:" + here.port() + "/")).isEqualTo("200 here");
    }

    @ParameterizedTest
    @ValueSource(strings = {"blocking", "reactive"})
    void redirectFromOutsideDoesNotLeadToThisMachineEvenWhereItIsListed(String client) {
        MisbehavingServer here = server(Behaviour.ok("secret"));
        MisbehavingServer dogs =
                server(Behaviour.status(302, "elsewhere", "Location: http://localhost:" + here.port()));
        world = new OutsideWorld(OutsideWorld.deny(
                OutsideWorld.local("dogs.test", dogs.port()), OutsideWorld.local("localhost", here.port())));
        world.name("dogs.test", "127.0.0.1").name("localhost", "127.0.0.1");

        assertThat(world.get(client, "http://dogs.test:" + dogs.port() + "/")).isEqualTo("302 elsewhere");
        assertThat(here.connections()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"blocking", "reactive"})
    void urlWithoutAReadableHostIsRefusedInWordsThatShowIt(String client) {
        world.close();
        world = new OutsideWorld(OutsideWorld.deny());

        assertFails(NotAllowedException.class, () -> world.get(client, "http://me:secret@-odd.example.com:8080/"))
                .hasMessageEndingWith(": egress to \"-odd.example.com:8080\" is not allowed (mesh.egress.mode is deny);"
                        + " it is no host name or address with a port from 1 to 65535");
        assertThat(world.outside.refusals().total()).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"blocking", "reactive"})
    void redirectIsFollowedThroughTheSameCheck(String client) {
        MisbehavingServer cats = server(Behaviour.ok("meow"));
        MisbehavingServer dogs = server(
                Behaviour.status(302, "", "Location: http://cats.test:" + cats.port() + "/there"),
                Behaviour.status(307, "", "Location: /again"),
                Behaviour.ok("woof"),
                Behaviour.status(302, "", "Location: http://mice.test/"));
        world = new OutsideWorld(OutsideWorld.deny(
                OutsideWorld.local("dogs.test", dogs.port()), OutsideWorld.local("cats.test", cats.port())));
        world.name("dogs.test", "127.0.0.1").name("cats.test", "127.0.0.1").name("mice.test", "127.0.0.1");
        String url = "http://dogs.test:" + dogs.port();

        assertThat(world.send(client, HttpMethod.POST, url, "body", "Authorization", "secret"))
                .isEqualTo("200 meow");
        Received elsewhere = cats.received().get(0);
        assertThat(elsewhere.method()).isEqualTo("GET");
        assertThat(elsewhere.target()).isEqualTo("/there");
        assertThat(elsewhere.header("Authorization")).isNull();
        assertThat(elsewhere.header("Host")).isEqualTo("cats.test:" + cats.port());

        assertThat(world.send(client, HttpMethod.POST, url, "body", "Authorization", "secret"))
                .isEqualTo("200 woof");
        Received again = dogs.received().get(2);
        assertThat(again.method()).isEqualTo("POST");
        assertThat(again.bodyText()).isEqualTo("body");
        assertThat(again.header("Authorization")).isEqualTo("secret");

        assertFails(NotAllowedException.class, () -> world.get(client, url))
                .hasMessageStartingWith("mice.test:80: egress to mice.test:80 is not allowed");
        assertThat(world.lookups).doesNotContain("mice.test");
    }

    @ParameterizedTest
    @ValueSource(strings = {"blocking", "reactive"})
    void redirectFromOutsideLeadsToNoServiceAndNotToThisMachine(String client) {
        MisbehavingServer inner = server(Behaviour.ok("secret"));
        world.directory.put("petdetails", inner.endpoint("1"));
        for (String target :
                List.of("http://petdetails/", "http://localhost:" + inner.port(), "http://127.0.0.1:" + inner.port())) {
            MisbehavingServer dogs = server(Behaviour.status(302, "elsewhere", "Location: " + target));
            world.name("dogs.test", "127.0.0.1");

            assertThat(world.get(client, "http://dogs.test:" + dogs.port() + "/"))
                    .isEqualTo("302 elsewhere");
        }
        assertThat(inner.connections()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"blocking", "reactive"})
    void redirectWhenTheClientDoesNotFollowIsHandedOver(String client) {
        MisbehavingServer dogs = server(Behaviour.status(302, "elsewhere", "Location: /there"));
        world = new OutsideWorld(EgressPolicy.OPEN, ServiceRules.defaults(), new NoRedirects("DONT_FOLLOW"));
        world.name("dogs.test", "127.0.0.1");

        assertThat(world.get(client, "http://dogs.test:" + dogs.port() + "/")).isEqualTo("302 elsewhere");
    }

    private MisbehavingServer server(Behaviour... inTurn) {
        MisbehavingServer server = MisbehavingServer.start(inTurn);
        servers.add(server);
        return server;
    }

    private Destination destination(String host) {
        return world.engine.destination(ServiceName.of(host));
    }

    private static AbstractThrowableAssert<?, ?> assertFails(Class<?> type, Runnable call) {
        Throwable thrown = catchThrowable(call::run);
        assertThat(thrown).isNotNull();
        return assertThat(thrown.getCause()).isInstanceOf(type);
    }

    /** Has the property that Spring Boot's settings of clients have in every version. */
    public record NoRedirects(String redirects) {}
}
