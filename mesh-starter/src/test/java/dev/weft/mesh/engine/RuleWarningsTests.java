package dev.weft.mesh.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.model.Subset;
import dev.weft.mesh.rules.Actions;
import dev.weft.mesh.rules.Fallback;
import dev.weft.mesh.rules.Layer;
import dev.weft.mesh.rules.Part;
import dev.weft.mesh.rules.Route;
import dev.weft.mesh.rules.RouteTarget;
import dev.weft.mesh.rules.RuleBook;
import dev.weft.mesh.rules.RuleDocument;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.sim.FakeDirectory;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RuleWarningsTests {

    private static final ServiceName PETS = ServiceName.of("pets");
    private static final ServiceName DETAILS = ServiceName.of("details");

    private final FakeDirectory directory = new FakeDirectory() {
        @Override
        public boolean knows(ServiceName service) {
            return service.isOutside() || super.knows(service);
        }

        @Override
        public @Nullable String refusal(ServiceName service) {
            return service.host().equals("refused.example.com") ? "egress is not allowed" : null;
        }
    };
    private final RuleBook book = new RuleBook(
            List.of(new RuleDocument("built in", EnumSet.allOf(Part.class), ServiceRules.defaults())), true);
    private final RuleWarnings warnings = new RuleWarnings(book, directory);

    @Test
    void warningsWhenEverybodyIsRegisteredAreNone() {
        directory.set(PETS, instance("v1"));
        rules(Route.to(List.of(RouteTarget.of(Subset.version("v1"), 1))));

        assertThat(warnings.all()).isEmpty();
    }

    @Test
    void warningWhenNobodyRunsAVersionSaysWhatThereIs() {
        directory.set(PETS, instance("v1"), instance("v2"));
        rules(Route.to(List.of(RouteTarget.of(Subset.version("v1"), 1), RouteTarget.of(Subset.version("v3"), 1))));

        assertThat(warnings.of(PETS))
                .containsExactly(
                        "routes[0].to[1]: no instance of pets with version=v3 is registered; there are some with"
                                + " version v1 or v2");
    }

    @Test
    void warningWhenAServiceIsMistypedNamesTheNearest() {
        directory.set(DETAILS, instance("v1"));
        Route route = Route.to(List.of(RouteTarget.of(ServiceName.of("detials"), Subset.ALL, 1)))
                .withActions(Actions.NONE.withFallback(new Fallback.To(ServiceName.of("nobody"), Subset.ALL)));
        rules(route);

        assertThat(warnings.of(PETS))
                .containsExactly(
                        "routes[0].to[0]: no service detials is registered; the nearest known names are details",
                        "routes[0].fallback.to: no service nobody is registered; the nearest known names are details");
    }

    @Test
    void warningWhenAHostOutsideGetsRequestsIsNoneUnlessItIsRefused() {
        Route route = Route.to(List.of(RouteTarget.of(ServiceName.of("api.example.com:443"), Subset.ALL, 1)))
                .withActions(Actions.NONE.withFallback(
                        new Fallback.To(ServiceName.of("refused.example.com:443"), Subset.ALL)));
        rules(route);

        assertThat(warnings.of(PETS)).containsExactly("routes[0].fallback.to: egress is not allowed");
    }

    @Test
    void warningWhenManyRoutesGoWhereNobodyIsIsOne() {
        directory.set(PETS, instance("v1"));
        rules(Collections.nCopies(9, Route.to(List.of(RouteTarget.of(Subset.version("v9"), 1))))
                .toArray(Route[]::new));

        assertThat(warnings.of(PETS)).singleElement().asString().contains("routes[4].to[0] and 4 more: no instance");
    }

    @Test
    void warningsBeforeTheRegistryHasAnsweredAreNone() {
        directory.silent();
        rules(Route.to(List.of(RouteTarget.of(Subset.version("v9"), 1))));

        assertThat(warnings.all()).isEmpty();
    }

    @Test
    void warningWhenTheServiceItselfIsUnknownIsNone() {
        rules(Route.to(List.of(RouteTarget.of(Subset.version("v1"), 1))));

        assertThat(warnings.all()).isEmpty();
    }

    private void rules(Route... routes) {
        book.put(
                Layer.FILES,
                Map.of(
                        PETS,
                        List.of(new RuleDocument(
                                "file",
                                Set.of(Part.ROUTES),
                                ServiceRules.defaults().withRoutes(List.of(routes))))));
    }

    private static Endpoint instance(String version) {
        return Endpoint.of(version, "10.0.0.1", 8080).withVersion(version);
    }
}
