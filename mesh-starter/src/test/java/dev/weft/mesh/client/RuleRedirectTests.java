package dev.weft.mesh.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.rules.Actions;
import dev.weft.mesh.rules.PathRewrite;
import dev.weft.mesh.rules.Redirect;
import dev.weft.mesh.rules.Route;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.security.EgressPolicy;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Redirects by a rule, over both clients: what the rule leaves open is as the caller has called. */
class RuleRedirectTests {

    @ParameterizedTest
    @ValueSource(strings = {"blocking", "reactive"})
    void locationHasTheSchemeHostAndPortOfTheCall(String client) {
        Redirect moved = new Redirect(null, null, 0, new PathRewrite.Full("/new"), 302);
        Route route = new Route(null, List.of(), List.of(), null, Actions.NONE.withRedirect(moved), null, null);
        try (OutsideWorld world = new OutsideWorld(
                EgressPolicy.OPEN,
                ServiceRules.defaults().withRoutes(List.of(route)),
                new EgressTests.NoRedirects("DONT_FOLLOW"))) {
            world.directory.put("petdetails", Endpoint.of("1", "127.0.0.1", 1));
            world.name("dogs.test", "127.0.0.1");

            assertThat(world.location(client, "http://petdetails/old")).isEqualTo("http://petdetails/new");
            assertThat(world.location(client, "https://petdetails:8443/old")).isEqualTo("https://petdetails:8443/new");
            assertThat(world.location(client, "HTTPS://petdetails:443/old")).isEqualTo("https://petdetails/new");
            assertThat(world.location(client, "http://dogs.test:8080/old")).isEqualTo("http://dogs.test:8080/new");
            assertThat(world.location(client, "https://dogs.test/old")).isEqualTo("https://dogs.test/new");
        }
    }
}
