package dev.weft.mesh.engine;

import static dev.weft.mesh.sim.Mesh.endpoint;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.model.Subset;
import dev.weft.mesh.rules.Actions;
import dev.weft.mesh.rules.Fallback;
import dev.weft.mesh.rules.Route;
import dev.weft.mesh.rules.RouteTarget;
import dev.weft.mesh.rules.RuleSource;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.sim.CountingGuards;
import dev.weft.mesh.sim.FakeDirectory;
import dev.weft.mesh.sim.Mesh;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a service keeps of its parts for the rules of others that name them. */
class VisitsTests {

    private static final ServiceName A = ServiceName.of("a");
    private static final ServiceName B = ServiceName.of("b");
    private static final ServiceName SHOP = ServiceName.of("shop");
    private static final Subset V1 = Subset.version("v1");
    private static final Subset V2 = Subset.version("v2");

    private final FakeDirectory directory = new FakeDirectory();
    private final ChangingRules rules = new ChangingRules();
    private final CountingGuards guards = new CountingGuards();
    private final Engine engine = new Engine(
            new EngineParts(
                    Mesh.SELF, null, "client-0", directory, rules, guards, MeshMeters.NONE, new SplittableRandom(42)),
            () -> 0);

    @BeforeEach
    void serve() {
        directory.set(A, endpoint(1));
        directory.set(B, endpoint(2));
        directory.set(SHOP, endpoint(3).withVersion("v1"), endpoint(4).withVersion("v2"));
    }

    @Test
    void rulesWhenTheyNameAnotherPartOfTheirsKeepOnlyThat() {
        for (int version = 1; version <= 100; version++) {
            rules.set(A, to(SHOP, Subset.version("v" + version)));
            call(A);
        }

        assertThat(parts()).containsExactly(Subset.version("v100"));
        assertThat(guards.parts).containsExactlyInAnyOrder(Subset.ALL, Subset.version("v100"));
    }

    @Test
    void rulesWhenSomebodyElsesStillNameThePartKeepIt() {
        rules.set(A, to(SHOP, V1));
        rules.set(B, to(SHOP, V1));
        call(A);
        call(B);
        World.Target kept = shop().guests().get(V1);

        rules.set(A, to(SHOP, V2));

        assertThat(shop().guests()).containsOnlyKeys(V1);
        assertThat(shop().guests().get(V1).breaker()).isSameAs(kept.breaker());
    }

    @Test
    void rulesWhenThePartStandsInKeepItAsLongAsItDoes() {
        rules.set(A, fallback(SHOP, V1));
        call(A);
        assertThat(parts()).containsExactly(V1);

        rules.set(B, to(null, V1));
        call(B);
        assertThat(parts()).containsExactly(V1);

        rules.set(A, ServiceRules.defaults());
        assertThat(parts()).isEmpty();
    }

    @Test
    void rulesWhenAPartOfTheServiceItselfStandsInKeepIt() {
        directory.set(A, endpoint(1).withVersion("v2"));
        rules.set(A, fallback(null, V2));
        call(A);

        rules.set(B, to(SHOP, V1));
        call(B);
        rules.set(B, to(SHOP, V2));

        assertThat(engine.destination(A).world().guests()).containsOnlyKeys(V2);
    }

    @Test
    void rulesWhenACallIsOnItsWayToThePartLetItEnd() {
        rules.set(A, to(SHOP, V1));
        Call call = engine.begin(CallRequest.of(A, "GET", "/"), 0);
        Attempt attempt = (Attempt) call.next(0);

        rules.set(A, ServiceRules.defaults());
        call.cancel(0);

        assertThat(attempt.endpoint().version()).isEqualTo("v1");
        assertThat(parts()).isEmpty();
        assertThat(guards.breakerHeld).hasValue(0);
        assertThat(guards.overdrawn).isEmpty();
    }

    @Test
    void forgetWhenTheServiceWhoseRulesNameThePartIsForgottenLetsItGo() {
        rules.set(A, to(SHOP, V1));
        call(A);

        engine.forget(A);

        assertThat(parts()).isEmpty();
    }

    private void call(ServiceName service) {
        Call call = engine.begin(CallRequest.of(service, "GET", "/"), 0);
        call.next(0);
        call.cancel(0);
    }

    private World shop() {
        return engine.destination(SHOP).world();
    }

    private Iterable<Subset> parts() {
        return shop().guests().keySet();
    }

    private static ServiceRules to(@Nullable ServiceName service, Subset subset) {
        return ServiceRules.defaults().withRoutes(List.of(route(service, subset)));
    }

    private static Route route(@Nullable ServiceName service, Subset subset) {
        return Route.to(List.of(service == null ? RouteTarget.of(subset, 1) : RouteTarget.of(service, subset, 1)));
    }

    /** To a part that does not exist, and from there to one that may. */
    private static ServiceRules fallback(@Nullable ServiceName service, Subset subset) {
        return ServiceRules.defaults()
                .withRoutes(List.of(route(null, Subset.version("none"))
                        .withActions(Actions.NONE.withFallback(new Fallback.To(service, subset)))));
    }

    /** Rules that tests change. */
    private static final class ChangingRules implements RuleSource {

        private final Map<ServiceName, ServiceRules> all = new HashMap<>();
        private final Map<ServiceName, Consumer<ServiceRules>> listeners = new HashMap<>();

        void set(ServiceName service, ServiceRules rules) {
            all.put(service, rules);
            listeners.getOrDefault(service, ignored -> {}).accept(rules);
        }

        @Override
        public ServiceRules rules(ServiceName service) {
            return all.getOrDefault(service, ServiceRules.defaults());
        }

        @Override
        public Runnable watch(ServiceName service, Consumer<ServiceRules> listener) {
            listeners.put(service, listener);
            listener.accept(rules(service));
            return () -> listeners.remove(service);
        }
    }
}
