package dev.weft.mesh.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.engine.Attempt;
import dev.weft.mesh.engine.Call;
import dev.weft.mesh.engine.Destination;
import dev.weft.mesh.engine.Engine;
import dev.weft.mesh.engine.EngineParts;
import dev.weft.mesh.engine.MeshMeters;
import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.EndpointSet;
import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.model.Subset;
import dev.weft.mesh.resilience.Guards;
import dev.weft.mesh.rules.Actions;
import dev.weft.mesh.rules.Mirror;
import dev.weft.mesh.rules.Route;
import dev.weft.mesh.rules.RouteTarget;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.rules.Share;
import dev.weft.mesh.security.EgressDocument;
import dev.weft.mesh.security.EgressEntry;
import dev.weft.mesh.security.EgressPolicy;
import dev.weft.mesh.sim.FakeDirectory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutsideHostsTests {

    private static final ServiceName DOGS = ServiceName.of("dogs.test:80");

    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1);
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final List<EndpointSet> told = new ArrayList<>();
    private List<String> addresses = List.of("8.8.8.8");
    private long nanos = -5;
    private int lookups;
    private final OutsideHosts hosts = hosts(EgressPolicy.OPEN);
    private final Engine engine = new Engine(
            new EngineParts(
                    ServiceName.of("petservice"),
                    null,
                    "client-0",
                    new WholeDirectory(new FakeDirectory(), hosts),
                    service -> ServiceRules.defaults(),
                    Guards.NONE,
                    MeshMeters.NONE,
                    new SplittableRandom(42)),
            () -> nanos);

    @AfterEach
    void stop() {
        thread.shutdownNow();
    }

    @Test
    void readyWhenTheHostIsNewCompletesWithItsLookUp() {
        CompletableFuture<Void> ready = hosts.ready(DOGS);
        assertThat(ready).isNotNull().isNotDone();
        // Whoever else comes meanwhile waits for the same one.
        assertThat(hosts.ready(DOGS)).isSameAs(ready);

        runLookups();

        assertThat(ready).isCompleted();
        assertThat(lookups).isOne();
        hosts.watch(DOGS, told::add);
        assertThat(addresses()).containsExactly("8.8.8.8:80");
    }

    @Test
    void readyWhenTheAnswerIsFreshAsksNobody() {
        meet();
        pass(29);

        assertThat(hosts.ready(DOGS)).isNull();
        assertThat(waiting).isEmpty();
    }

    @Test
    void readyWhenTheAnswerIsOlderLooksUpAgainBesideTheCall() {
        meet();
        pass(31);
        addresses = List.of("8.8.4.4");

        assertThat(hosts.ready(DOGS)).isNull();
        runLookups();

        assertThat(addresses()).containsExactly("8.8.4.4:80");
    }

    @Test
    void readyWhenTheAnswerIsStaleWaits() {
        meet();
        pass(301);

        assertThat(hosts.ready(DOGS)).isNotNull();
    }

    @Test
    void lookUpWhenItFailsLeavesWhatWasGood() {
        meet();
        pass(31);
        addresses = List.of();
        hosts.ready(DOGS);
        runLookups();

        assertThat(addresses()).containsExactly("8.8.8.8:80");
        assertThat(last().source()).isEqualTo("dogs.test does not resolve (unknown host)");
        // And is tried again soon.
        pass(1);
        assertThat(hosts.ready(DOGS)).isNull();
        assertThat(waiting).hasSize(1);
    }

    @Test
    void lookUpThatFailsSlowlyIsNotRepeatedAtOnce() {
        addresses = List.of();
        hosts.ready(DOGS);
        pass(10);
        runLookups();

        assertThat(hosts.ready(DOGS)).isNull();
        assertThat(lookups).isOne();
    }

    @Test
    void callThatFailsIsAReasonToLookUpAgain() {
        meet();
        hosts.failed(DOGS);
        assertThat(waiting).isEmpty();
        pass(1);
        hosts.failed(DOGS);
        assertThat(waiting).hasSize(1);
    }

    @Test
    void addressesOfTheOtherFamilyAreForFailover() {
        addresses = List.of("2606:4700::1111", "8.8.8.8", "2606:4700::2222");
        meet();

        assertThat(last().endpoints()).extracting(Endpoint::priority).containsExactly(0, 1, 0);
    }

    @Test
    void hostWithInstancesIsNotLookedUp() {
        List<Endpoint> instances = List.of(Endpoint.of("i1", "127.0.0.1", 9083));
        OutsideHosts configured = new OutsideHosts(
                EgressPolicy.OPEN,
                host -> List.of(),
                Map.of(ServiceName.of("dogs.test"), instances),
                waiting::add,
                () -> nanos);

        assertThat(configured.ready(DOGS)).isNull();
        configured.watch(DOGS, told::add);
        configured.watch(ServiceName.of("dogs.test:443"), told::add);

        assertThat(told.get(0).endpoints()).isEqualTo(instances);
        assertThat(told.get(1).endpoints()).extracting(Endpoint::secure).containsExactly(true);
        assertThat(waiting).isEmpty();
    }

    @Test
    void instanceThatGoesByANameIsCalledAtItsAddresses() {
        Endpoint one =
                new Endpoint("i1", "stand-in.test", 9083, false, Endpoint.Status.UP, "a", "v2", 3, 1, Map.of("k", "v"));
        Endpoint two = Endpoint.of("i2", "192.0.2.9", 9084);
        OutsideHosts configured = new OutsideHosts(
                EgressPolicy.OPEN,
                this::resolve,
                Map.of(ServiceName.of("dogs.test"), List.of(one, two)),
                waiting::add,
                () -> nanos);
        addresses = List.of("10.0.0.1", "fd00::1", "10.0.0.2");

        // There is one that can be called at once.
        assertThat(configured.ready(DOGS)).isNull();
        configured.watch(DOGS, told::add);
        assertThat(last().endpoints()).containsExactly(two);
        assertThat(last().source()).isEqualTo("stand-in.test is being looked up");

        runLookups();

        assertThat(last().endpoints()).containsExactly(one.withHost("10.0.0.1"), one.withHost("10.0.0.2"), two);
        assertThat(last().source()).isEqualTo("static");
        pass(31);
        addresses = List.of("10.0.0.3");
        configured.ready(DOGS);
        runLookups();
        assertThat(addresses()).containsExactly("10.0.0.3:9083", "192.0.2.9:9084");
    }

    @Test
    void nameThatMovesToAPrivateAddressIsCalledNoMore() {
        OutsideHosts strict = hosts(
                new EgressPolicy(EgressPolicy.Mode.DENY, List.of(new EgressEntry("dogs.test", Set.of(), null, false))));
        meet(strict);
        assertThat(strict.refusal(DOGS)).isNull();
        addresses = List.of("10.0.0.1");
        pass(31);
        strict.ready(DOGS);
        runLookups();

        assertThat(last().endpoints()).isEmpty();
        assertThat(strict.refusal(DOGS)).contains("its name stands for 10.0.0.1 (private)");
    }

    @Test
    void policyWhenItChangesHoldsForHostsThatAreKnown() {
        meet();
        hosts.put(new EgressDocument("egress.yml:1", new EgressPolicy(EgressPolicy.Mode.DENY, List.of())));

        assertThat(last().endpoints()).isEmpty();
        assertThat(hosts.refusal(DOGS)).startsWith("egress to dogs.test:80 is not allowed");
        assertThat(hosts.ready(DOGS)).isNull();
    }

    @Test
    void hostsWhenThereAreTooManyAreNotKept() {
        for (int i = 0; i < OutsideHosts.MOST_HOSTS; i++) {
            hosts.ready(ServiceName.outside("host" + i + ".test", 80));
        }

        assertThat(hosts.hasRoomFor(DOGS)).isFalse();
        assertThat(hosts.hasRoomFor(ServiceName.outside("host0.test", 80))).isTrue();
        assertThat(hosts.refusal(DOGS)).contains("which is the limit");
    }

    @Test
    void hostThatRulesNameIsLookedUpAtOnceAndAgain() {
        hosts.rules(ServiceName.of("pets"), sending(DOGS));
        runLookups();
        assertThat(lookups).isOne();
        hosts.watch(DOGS, told::add);
        assertThat(addresses()).containsExactly("8.8.8.8:80");

        pass(31);
        addresses = List.of("8.8.4.4");
        upkeep().tick();
        runLookups();
        assertThat(addresses()).containsExactly("8.8.4.4:80");

        hosts.rules(ServiceName.of("pets"), ServiceRules.defaults());
        pass(31);
        upkeep().tick();
        assertThat(waiting).isEmpty();
    }

    @Test
    void hostThatRulesNameIsLeftAloneForAWhileWhenItsLookUpFails() {
        addresses = List.of();
        hosts.rules(ServiceName.of("pets"), sending(DOGS));
        runLookups();
        pass(29);
        upkeep().tick();
        assertThat(waiting).isEmpty();

        pass(1);
        upkeep().tick();
        assertThat(waiting).hasSize(1);
    }

    @Test
    void hostsThatRulesNameAreLookedUpAFewAtATimeBesideThoseThatAreCalled() {
        for (int i = 0; i < 10; i++) {
            hosts.rules(ServiceName.of("pets" + i), sending(ServiceName.outside("host" + i + ".test", 80)));
        }
        assertThat(waiting).hasSize(NamedHosts.MOST);

        hosts.ready(DOGS);
        assertThat(waiting).hasSize(NamedHosts.MOST + 1);

        runLookups();
        assertThat(lookups).isEqualTo(11);
    }

    @Test
    void hostThatRulesNameIsLookedUpOnceItIsAllowed() {
        hosts.put(new EgressDocument("egress.yml:1", new EgressPolicy(EgressPolicy.Mode.DENY, List.of())));
        hosts.rules(ServiceName.of("pets"), sending(DOGS));
        assertThat(waiting).isEmpty();

        hosts.put(EgressDocument.ofApplication(EgressPolicy.OPEN));

        assertThat(waiting).hasSize(1);
    }

    @Test
    void hostThatNobodyCallsForAnHourIsForgottenUntilItsNextCall() {
        call(DOGS);
        runLookups();
        assertThat(endpointsOfTheEngine()).containsExactly("8.8.8.8:80");
        pass(3601);
        call(ServiceName.of("cats.test:80"));

        upkeep().tick();

        assertThat(engine.destinations())
                .extracting(Destination::service)
                .containsExactly(ServiceName.of("cats.test:80"));
        assertThat(hosts.endpoints(DOGS).endpoints()).isEmpty();
        runLookups();
        addresses = List.of("8.8.4.4");
        call(DOGS);
        runLookups();
        assertThat(endpointsOfTheEngine()).containsExactly("8.8.4.4:80");
    }

    @Test
    void copiesWhenTheirReceiverWasForgottenGoToItsNewAddresses() {
        call(DOGS);
        runLookups();
        assertThat(receiverOfACopy()).isEqualTo("8.8.8.8:80");
        pass(3601);
        upkeep().tick();

        addresses = List.of("8.8.4.4");
        call(DOGS);
        runLookups();

        assertThat(receiverOfACopy()).isEqualTo("8.8.4.4:80");
    }

    @Test
    void hostWithACallUnderWayIsNotForgotten() {
        call(DOGS);
        runLookups();
        Call call = engine.begin(CallRequest.of(DOGS, "GET", "/"), nanos);
        Attempt attempt = (Attempt) call.next(nanos);
        pass(3601);

        upkeep().tick();
        assertThat(engine.destinations()).hasSize(1);

        call.ended(attempt, Outcome.CANCELLED, nanos);
        upkeep().tick();
        assertThat(engine.destinations()).isEmpty();
    }

    @Test
    void hostThatRulesNameIsNotForgotten() {
        call(DOGS);
        hosts.rules(ServiceName.of("pets"), sending(DOGS));
        pass(3601);

        upkeep().tick();

        assertThat(engine.destinations()).hasSize(1);
    }

    @Test
    void upkeepWhenNobodyIsCalledOutsideHasNothingToDo() {
        assertThat(startedUpkeep()).isEmpty();
    }

    @Test
    void upkeepWhenAHostIsCalledBegins() {
        Collection<Runnable> due = startedUpkeep();

        call(DOGS);
        call(ServiceName.of("cats.test:80"));

        assertThat(due).hasSize(1);
    }

    @Test
    void upkeepWhenRulesNamedAHostBeforeBeginsAtOnce() {
        hosts.rules(ServiceName.of("pets"), sending(DOGS));

        assertThat(startedUpkeep()).hasSize(1);
    }

    /** What is due, now and later. */
    private Collection<Runnable> startedUpkeep() {
        new OutsideUpkeep(hosts, engine, thread).start();
        return thread.getQueue();
    }

    private OutsideUpkeep upkeep() {
        return new OutsideUpkeep(hosts, engine);
    }

    private void call(ServiceName host) {
        hosts.ready(host);
        engine.destination(host);
    }

    private String receiverOfACopy() {
        Mirror mirror = new Mirror(DOGS, Subset.ALL, Share.ALL, Set.of());
        Call copy = engine.copy(mirror, CallRequest.of(ServiceName.of("pets"), "GET", "/"), nanos);
        Attempt attempt = (Attempt) copy.next(nanos);
        copy.ended(attempt, Outcome.CANCELLED, nanos);
        return attempt.endpoint().address();
    }

    private List<String> endpointsOfTheEngine() {
        return engine.destination(DOGS).endpoints().endpoints().stream()
                .map(Endpoint::address)
                .toList();
    }

    private static ServiceRules sending(ServiceName to) {
        RouteTarget target = RouteTarget.of(to, Subset.ALL, 1);
        return ServiceRules.defaults()
                .withRoutes(List.of(new Route(null, List.of(), List.of(target), null, Actions.NONE, null, null)));
    }

    @Test
    void refusalsWhenSomebodyOnlyAsksAreNotCounted() {
        hosts.put(new EgressDocument("test", new EgressPolicy(EgressPolicy.Mode.DENY, List.of())));
        CallRequest request = CallRequest.of(DOGS, "GET", "/");

        assertThat(engine.explain(request, ServiceName.of("petservice"), 0).problem())
                .contains("is not allowed");
        assertThat(hosts.refusals().total()).isZero();

        engine.begin(request, 0).next(0);
        assertThat(hosts.refusals().total()).isOne();
    }

    private void meet() {
        meet(hosts);
    }

    private void meet(OutsideHosts which) {
        which.watch(DOGS, told::add);
        runLookups();
    }

    private OutsideHosts hosts(EgressPolicy policy) {
        return new OutsideHosts(policy, this::resolve, Map.of(), waiting::add, () -> nanos);
    }

    private List<InetAddress> resolve(String host) throws UnknownHostException {
        lookups++;
        if (addresses.isEmpty()) {
            throw new UnknownHostException(host);
        }
        List<InetAddress> found = new ArrayList<>();
        for (String address : addresses) {
            found.add(InetAddress.getByName(address));
        }
        return found;
    }

    private void runLookups() {
        while (!waiting.isEmpty()) {
            waiting.remove().run();
        }
    }

    private void pass(long seconds) {
        nanos += TimeUnit.SECONDS.toNanos(seconds);
    }

    private EndpointSet last() {
        return told.get(told.size() - 1);
    }

    private List<String> addresses() {
        return last().endpoints().stream().map(Endpoint::address).toList();
    }
}
