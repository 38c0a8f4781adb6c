package dev.weft.mesh.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.balance.BalancePolicy;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.Headers;
import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.resilience.Guards;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.sim.FakeDirectory;
import dev.weft.mesh.sim.Mesh;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A large service and its many callers: whom each one talks to, and what comes of it in all. */
@Tag("same-everywhere")
class ApertureEngineTests {

    private static final long MILLISECOND = 1_000_000;

    private final FakeDirectory directory = new FakeDirectory();
    private long now;

    @ParameterizedTest
    @CsvSource({"50, 1000, 20, 1500", "37, 1000, 28, 1500", "300, 200, 13, 400", "7, 331, 48, 1500"})
    void clientsWhenTheServiceIsLargeEachTalkToFewAndLoadAllAlike(
            int clients, int endpoints, int most, int requestsEach) {
        directory.set(Mesh.SERVICE, Mesh.endpoints(endpoints));
        callers(clients, null);
        Map<String, Integer> load = new HashMap<>();

        for (int i = 0; i < clients; i++) {
            Set<String> met = new HashSet<>();
            Engine engine = client("client-" + i, null, ServiceRules.defaults());
            warmUp(engine, met);
            call(engine, requestsEach * endpoints / clients, met, load);
            assertThat(met).hasSizeLessThanOrEqualTo(most);
        }

        assertThat(load).hasSize(endpoints);
        double mean = requestsEach;
        assertThat(load.values()).allSatisfy(its -> assertThat(its / mean).isBetween(0.85, 1.15));
    }

    /** Three zones, of which one has more callers than another: each stays in its zone as far as that has room. */
    @Test
    void clientsWhenZonesMatterUseAPartOfEachZoneThatTheyUse() {
        int endpoints = 600;
        List<Endpoint> zoned = new ArrayList<>();
        for (int i = 0; i < endpoints; i++) {
            zoned.add(Mesh.endpoint(i).withZone("" + "abc".charAt(i % 3)));
        }
        directory.set(Mesh.SERVICE, zoned);
        int clients = 60;
        callers(clients, "aaabbc");
        Map<String, Integer> load = new HashMap<>();

        for (int i = 0; i < clients; i++) {
            Set<String> met = new HashSet<>();
            String zone = "" + "aaabbc".charAt(i % 6);
            Engine engine = client("client-" + i, zone, ServiceRules.defaults());
            warmUp(engine, met);
            call(engine, 10_000, met, load);
            assertThat(met).hasSizeLessThanOrEqualTo(zone.equals("a") ? 28 : 21);
        }

        double mean = 10_000.0 * clients / endpoints;
        assertThat(load).hasSize(endpoints);
        assertThat(load.values()).allSatisfy(its -> assertThat(its / mean).isBetween(0.85, 1.15));
    }

    @Test
    void clientWhenTheServiceIsSmallerThanConfiguredUsesAll() {
        directory.set(Mesh.SERVICE, Mesh.endpoints(199));
        callers(50, null);
        assertThat(met(client("client-0", null, ServiceRules.defaults()))).hasSize(199);

        directory.set(Mesh.SERVICE, Mesh.endpoints(200));
        assertThat(met(client("client-0", null, ServiceRules.defaults()))).hasSizeLessThan(15);

        ServiceRules off =
                ServiceRules.defaults().withBalance(BalancePolicy.defaults().withApertureFrom(0));
        assertThat(met(client("client-0", null, off))).hasSize(200);
    }

    @Test
    void clientWhenItKnowsOfNoPeersUsesAll() {
        directory.set(Mesh.SERVICE, Mesh.endpoints(300));

        assertThat(met(client("client-0", null, ServiceRules.defaults()))).hasSize(300);
    }

    @Test
    void clientWhenItDoesNotFindItselfAmongItsPeersUsesAPartAllTheSame() {
        directory.set(Mesh.SERVICE, Mesh.endpoints(300));
        callers(50, null);

        assertThat(met(client("somebody", null, ServiceRules.defaults()))).hasSizeLessThan(15);
    }

    @Test
    void clientWhenPeersComeFollowsThem() {
        directory.set(Mesh.SERVICE, Mesh.endpoints(400));
        callers(4, null);
        Engine engine = client("client-0", null, ServiceRules.defaults());
        Set<String> before = met(engine);

        callers(8, null);
        Set<String> after = met(engine);

        assertThat(before).hasSize(100);
        assertThat(after).hasSize(50).isSubsetOf(before);
    }

    private void callers(int count, @Nullable String zones) {
        List<Endpoint> callers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Endpoint caller = Endpoint.of("client-" + i, "10.1.0." + i % 256, 8080 + i / 256);
            callers.add(zones == null ? caller : caller.withZone("" + zones.charAt(i % zones.length())));
        }
        directory.set(Mesh.SELF, callers);
    }

    private Engine client(String instance, @Nullable String zone, ServiceRules rules) {
        return new Engine(
                new EngineParts(
                        Mesh.SELF,
                        zone,
                        instance,
                        directory,
                        service -> rules,
                        Guards.NONE,
                        MeshMeters.NONE,
                        new SplittableRandom(instance.hashCode())),
                () -> now);
    }

    private Set<String> met(Engine engine) {
        Set<String> met = new HashSet<>();
        warmUp(engine, met);
        return met;
    }

    /** Until every endpoint has answered: of those that nobody has asked yet, one waits for long beside the others. */
    private void warmUp(Engine engine, Set<String> met) {
        call(engine, 3_000, met, new HashMap<>());
        now += 60_000 * MILLISECOND;
        call(engine, 3_000, met, new HashMap<>());
    }

    private void call(Engine engine, int calls, Set<String> met, Map<String, Integer> load) {
        for (int i = 0; i < calls; i++) {
            Call call = engine.begin(Mesh.get(), now);
            Attempt attempt = (Attempt) call.next(now);
            now += MILLISECOND;
            call.head(attempt, 200, Headers.NONE, now);
            call.ended(attempt, Outcome.COMPLETED, now);
            met.add(attempt.endpoint().id());
            load.merge(attempt.endpoint().id(), 1, Integer::sum);
        }
    }
}
