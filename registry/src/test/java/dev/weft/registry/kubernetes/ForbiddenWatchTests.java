package dev.weft.registry.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A registry that may read HTTPRoutes, but may not watch them. */
class ForbiddenWatchTests extends RouteTests {

    @Override
    void prepare() {
        server.forbid("watch");
        server.apply("pets", to("pets", "pets-v1"));
    }

    @Test
    void registryWhenItMayNotWatchReadsFromTimeToTimeAndSaysSo() throws Exception {
        eventually(() -> assertThat(stored("pets")).contains("pets-v1"));
        // A look that comes after the watch was refused.
        registry.put("dogs", 0, "services: { dogs: { timeout: 3s } }");

        eventually(() -> assertThat(problem())
                .contains("only looked for every 30 s", "forbids it", "a Role with list and watch"));

        int refused = server.calls("watch");
        server.allow("watch");
        eventually(() -> assertThat(server.calls("watch")).isGreaterThan(refused));
        registry.put("cats", 0, "services: { cats: { timeout: 3s } }");
        eventually(() -> assertThat(problem()).isEmpty());
    }
}
