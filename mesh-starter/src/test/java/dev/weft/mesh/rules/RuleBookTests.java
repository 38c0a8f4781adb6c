package dev.weft.mesh.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.model.Subset;
import dev.weft.mesh.resilience.RetryPolicy;
import dev.weft.mesh.resilience.Timeouts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RuleBookTests {

    private static final ServiceName PETS = ServiceName.of("pets");
    private static final ServiceName OTHER = ServiceName.of("other");
    private static final RuleDocument BUILT_IN =
            new RuleDocument("built in", EnumSet.allOf(Part.class), ServiceRules.defaults());

    private final RuleBook book = new RuleBook(List.of(BUILT_IN), true);
    private final List<ServiceRules> heard = new ArrayList<>();

    @Test
    void rulesWhenNothingIsSaidAreThoseForEveryService() {
        RuleBook patient = new RuleBook(List.of(timeout("defaults", 7), BUILT_IN), true);

        assertThat(patient.rules(PETS).timeouts().total()).isEqualTo(Duration.ofSeconds(7));
        assertThat(patient.effective(PETS).sources())
                .containsEntry(Part.TIMEOUT, "defaults")
                .containsEntry(Part.RETRY, "built in");
        assertThat(patient.services()).isEmpty();
    }

    @Test
    void partWhenSeveralSourcesSayItComesWholeFromTheStrongest() {
        book.put(Layer.APPLICATION, Map.of(PETS, List.of(timeout("application", 5), attempts("application", 2))));
        book.put(Layer.FILES, Map.of(PETS, List.of(timeout("file", 3))));
        book.put(Layer.HTTP_ROUTES, Map.of(PETS, List.of(route("route", "v2"))));

        EffectiveRules effective = book.effective(PETS);

        assertThat(effective.rules().timeouts().total()).isEqualTo(Duration.ofSeconds(3));
        assertThat(effective.rules().retry().attempts()).isEqualTo(2);
        assertThat(effective.rules().routes()).hasSize(1);
        assertThat(effective.sources())
                .containsEntry(Part.TIMEOUT, "file")
                .containsEntry(Part.RETRY, "application")
                .containsEntry(Part.ROUTES, "route")
                .containsEntry(Part.BALANCE, "built in");
        assertThat(effective.hidden()).containsExactly(new EffectiveRules.Hidden(Part.TIMEOUT, "application", "file"));
    }

    @Test
    void partWhenTheStrongerSourceGoesIsTheWeakersAgain() {
        book.put(Layer.APPLICATION, Map.of(PETS, List.of(timeout("application", 5))));
        book.put(Layer.STORE, Map.of(PETS, List.of(timeout("store", 1))));
        book.put(Layer.STORE, Map.of());

        assertThat(book.rules(PETS).timeouts().total()).isEqualTo(Duration.ofSeconds(5));
        assertThat(book.effective(PETS).hidden()).isEmpty();
    }

    @Test
    void serviceWhenItAloneIsReplacedLeavesTheOthersOfItsLayer() {
        book.put(Layer.STORE, PETS, List.of(timeout("one", 1)));
        book.put(Layer.STORE, OTHER, List.of(timeout("two", 2)));
        book.put(Layer.STORE, PETS, List.of());

        assertThat(book.rules(OTHER).timeouts().total()).isEqualTo(Duration.ofSeconds(2));
        assertThat(book.services()).containsExactly(OTHER);
    }

    @Test
    void listenerWhenItsServiceChangesIsToldAndWhenAnotherDoesIsNot() {
        book.watch(PETS, heard::add);
        book.put(Layer.FILES, Map.of(PETS, List.of(timeout("file", 3))));
        book.put(Layer.FILES, Map.of(PETS, List.of(timeout("renamed", 3)), OTHER, List.of(timeout("file", 1))));
        book.put(Layer.FILES, Map.of());

        assertThat(heard)
                .extracting(rules -> rules.timeouts().total())
                .containsExactly(null, Duration.ofSeconds(3), null);
    }

    /** The first call to a service once waited until the rules of all the others were compiled. */
    @Test
    @Timeout(30)
    void watchWhenAnotherServicesRulesAreBeingCompiledDoesNotWaitForThem() throws Exception {
        CountDownLatch compiling = new CountDownLatch(1);
        CountDownLatch watched = new CountDownLatch(1);
        book.watch(OTHER, rules -> {
            if (rules.timeouts().total() != null) {
                compiling.countDown();
                await(watched);
            }
        });
        Thread putting = new Thread(() -> book.put(Layer.FILES, Map.of(OTHER, List.of(timeout("file", 1)))));
        putting.start();
        await(compiling);

        CompletableFuture<Void> watch = CompletableFuture.runAsync(() -> book.watch(PETS, heard::add));

        assertThat(watch).succeedsWithin(Duration.ofSeconds(10));
        watched.countDown();
        putting.join();
        assertThat(heard).hasSize(1);
    }

    /** Whatever comes in between, the last that a listener hears is what is in force. */
    @Test
    void listenerWhenItComesWhileRulesChangeEndsWithTheLast() throws Exception {
        for (int round = 0; round < 200; round++) {
            RuleBook changing = new RuleBook(List.of(BUILT_IN), true);
            List<ServiceRules> last = new CopyOnWriteArrayList<>();
            CompletableFuture<Void> putting = CompletableFuture.runAsync(() -> {
                for (int seconds = 1; seconds <= 20; seconds++) {
                    changing.put(Layer.FILES, Map.of(PETS, List.of(timeout("file", seconds))));
                }
            });
            changing.watch(PETS, last::add);
            putting.join();

            assertThat(last.get(last.size() - 1)).isEqualTo(changing.rules(PETS));
            assertThat(changing.rules(PETS).timeouts().total()).isEqualTo(Duration.ofSeconds(20));
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void rulesWhenTheLayersContradictEachOtherStayAsTheyWere() {
        book.put(Layer.APPLICATION, Map.of(PETS, List.of(attemptTimeout("application", 2))));
        book.watch(PETS, heard::add);
        book.put(Layer.FILES, Map.of(PETS, List.of(timeout("file", 1)), OTHER, List.of(timeout("file", 1))));

        assertThat(book.problem(PETS))
                .contains("timeout: PT1S is shorter than attempt-timeout: PT2S (expected: ")
                .contains("file")
                .contains("application");
        assertThat(book.rules(PETS).timeouts().total()).isNull();
        assertThat(book.rules(OTHER).timeouts().total()).isEqualTo(Duration.ofSeconds(1));
        assertThat(heard).hasSize(1);

        book.put(Layer.FILES, Map.of(PETS, List.of(timeout("file", 4))));

        assertThat(book.problem(PETS)).isNull();
        assertThat(book.rules(PETS).timeouts().total()).isEqualTo(Duration.ofSeconds(4));
    }

    /** A store's edit was refused as long as a file contradicted an earlier one. */
    @Test
    void strongerLayerWhenItAgreesWithWhatWasLastGoodIsInForceBesideAWeakerOneThatDoesNot() {
        book.put(Layer.STORE, PETS, List.of(timeout("store", 10)));
        book.put(Layer.FILES, Map.of(PETS, List.of(attempts("file", 2))));
        book.put(Layer.FILES, Map.of(PETS, List.of(attempts("file", 4), attemptTimeout("file", 20))));

        book.put(Layer.STORE, PETS, List.of(timeout("store", 5)));

        assertThat(book.rules(PETS).timeouts().total()).isEqualTo(Duration.ofSeconds(5));
        assertThat(book.rules(PETS).retry().attempts()).isEqualTo(2);
        assertThat(book.problem(Layer.STORE, PETS)).isNull();
        assertThat(book.problem(Layer.FILES, PETS))
                .contains("timeout: PT5S is shorter than attempt-timeout: PT20S")
                .contains("store", "file");

        book.put(Layer.STORE, PETS, List.of(timeout("store", 30)));

        assertThat(book.problem(PETS)).isNull();
        assertThat(book.rules(PETS).retry().attempts()).isEqualTo(4);
    }

    @Test
    void listenersWhenOneThrowsAreToldAllTheSameAndThatOneAgainAtTheNextLook() {
        List<ServiceRules> taken = new ArrayList<>();
        boolean[] broken = {false};
        book.watch(PETS, rules -> {
            if (broken[0]) {
                throw new IllegalStateException("not now");
            }
            taken.add(rules);
        });
        book.watch(PETS, heard::add);
        broken[0] = true;

        assertThatThrownBy(() -> book.put(Layer.FILES, Map.of(PETS, List.of(timeout("file", 3)))))
                .hasMessage("not now");
        assertThat(heard).hasSize(2);

        broken[0] = false;
        book.put(Layer.FILES, Map.of(PETS, List.of(timeout("file", 3))));

        assertThat(heard).hasSize(2);
        assertThat(taken).extracting(rules -> rules.timeouts().total()).containsExactly(null, Duration.ofSeconds(3));
    }

    /** A route of one source under the timeouts of another. */
    @Test
    void routeWhenItSaysPartOfItsPoliciesTakesTheRestFromTheService() {
        book.put(Layer.APPLICATION, Map.of(PETS, List.of(timeout("application", 5), attempts("application", 2))));
        Route route = Route.to(List.of(RouteTarget.of(Subset.ALL, 1)))
                .withPolicies(
                        new RouteTimeouts(null, Duration.ofSeconds(1)),
                        new RouteRetry(null, Set.of(500), null, null, null, null, null));
        book.put(Layer.HTTP_ROUTES, Map.of(PETS, List.of(routes("route", route))));

        Route inForce = book.rules(PETS).routes().get(0);
        Timeouts timeouts = inForce.timeouts(book.rules(PETS).timeouts());
        RetryPolicy retry = inForce.retry(book.rules(PETS).retry());

        assertThat(timeouts.total()).isEqualTo(Duration.ofSeconds(5));
        assertThat(timeouts.attempt()).isEqualTo(Duration.ofSeconds(1));
        assertThat(retry.attempts()).isEqualTo(2);
        assertThat(retry.statuses()).containsExactly(500);
    }

    @Test
    void routeWhenItContradictsTheServiceOfAnotherSourceIsRefusedByItsPath() {
        book.put(Layer.APPLICATION, Map.of(PETS, List.of(attemptTimeout("application", 2))));
        Route route = Route.to(List.of(RouteTarget.of(Subset.ALL, 1)))
                .withPolicies(new RouteTimeouts(Duration.ofSeconds(1), null), null);
        book.put(Layer.FILES, Map.of(PETS, List.of(routes("file", route))));

        assertThat(book.problem(PETS)).startsWith("routes[0].timeout: PT1S is shorter than attempt-timeout: PT2S");
    }

    @Test
    void faultsWhenTheEnvironmentForbidsThemHaveNoEffectAndItIsSaid() {
        RuleBook calm = new RuleBook(List.of(BUILT_IN), false);
        Route route = Route.to(List.of(RouteTarget.of(Subset.ALL, 1)));
        Fault fault = new Fault(Duration.ZERO, Share.NONE, 503, Share.ALL);
        calm.put(
                Layer.FILES,
                Map.of(PETS, List.of(routes("file", route, route.withActions(Actions.NONE.withFault(fault))))));

        EffectiveRules effective = calm.effective(PETS);

        assertThat(effective.rules().routes()).containsExactly(route, route);
        assertThat(effective.warnings())
                .containsExactly("routes[1].fault has no effect: mesh.faults.enabled is false in this environment");
    }

    @Test
    void faultsWhenNoRequestIsToHaveThemAreInForceAndItIsSaid() {
        Route route = Route.to(List.of(RouteTarget.of(Subset.ALL, 1)));
        Fault all = new Fault(Duration.ofSeconds(1), Share.ALL, 503, Share.ALL);
        Fault none = new Fault(Duration.ofSeconds(1), Share.NONE, 503, Share.NONE);
        Route idle = route.withActions(Actions.NONE.withFault(none));
        book.put(
                Layer.FILES,
                Map.of(PETS, List.of(routes("file", route.withActions(Actions.NONE.withFault(all)), idle))));

        assertThat(book.effective(PETS).rules().routes()).hasSize(2).contains(idle);
        assertThat(book.effective(PETS).warnings())
                .containsExactly(
                        "routes[1].fault.delay has no effect: delay-percent is missing or 0",
                        "routes[1].fault.status has no effect: abort-percent is missing or 0");
    }

    private static RuleDocument timeout(String source, int seconds) {
        return new RuleDocument(
                source,
                Set.of(Part.TIMEOUT),
                ServiceRules.defaults().withTimeouts(Timeouts.defaults().withTotal(Duration.ofSeconds(seconds))));
    }

    private static RuleDocument attemptTimeout(String source, int seconds) {
        return new RuleDocument(
                source,
                Set.of(Part.ATTEMPT_TIMEOUT),
                ServiceRules.defaults().withTimeouts(Timeouts.defaults().withAttempt(Duration.ofSeconds(seconds))));
    }

    private static RuleDocument attempts(String source, int attempts) {
        return new RuleDocument(
                source,
                Set.of(Part.RETRY),
                ServiceRules.defaults().withRetry(RetryPolicy.defaults().withAttempts(attempts)));
    }

    private static RuleDocument route(String source, String version) {
        return routes(source, Route.to(List.of(RouteTarget.of(Subset.version(version), 1))));
    }

    private static RuleDocument routes(String source, Route... routes) {
        return new RuleDocument(
                source, Set.of(Part.ROUTES), ServiceRules.defaults().withRoutes(List.of(routes)));
    }
}
