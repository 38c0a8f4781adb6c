package dev.weft.mesh.client.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.sim.Cases;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import reactor.core.publisher.Mono;

/** Whatever strangers send to the edge in header fields. */
class HostileFieldsTests {

    private static final List<String> RESERVED = List.of("mesh-", "x-envoy-", "l5d-");

    private static final List<String> NAMES = List.of(
            "mesh-timeout-ms",
            "mesh-route",
            "mesh-attempt",
            "mesh-shadow",
            "mesh-",
            "x-envoy-",
            "x-envoy-max-retries",
            "l5d-dtab",
            "mesh",
            "meshes",
            "x-mesh-route",
            "x-envoy",
            "l5d",
            "mine",
            "_mesh-route",
            "mesh_route");

    @Test
    void nothingReservedComesThroughAndAllElseDoes() {
        Cases.run(5_000, random -> {
            MockServerHttpRequest.BaseBuilder<?> request = MockServerHttpRequest.get("/pet/1");
            List<String> others = new ArrayList<>();
            for (int field = random.nextInt(8); field >= 0; field--) {
                String name = mixed(NAMES.get(random.nextInt(NAMES.size())), random);
                List<String> values = new ArrayList<>();
                for (int value = random.nextInt(3); value >= 0; value--) {
                    values.add(value(random));
                }
                request.header(name, values.toArray(String[]::new));
                if (RESERVED.stream().noneMatch(name.toLowerCase(Locale.ROOT)::startsWith)) {
                    values.forEach(value -> others.add(name.toLowerCase(Locale.ROOT) + "=" + value));
                }
            }

            assertThat(through(request.build())).containsExactlyInAnyOrderElementsOf(others);
        });
    }

    private static List<String> through(ServerHttpRequest request) {
        List<String> fields = new ArrayList<>();
        new EdgeFilter(new EdgeOverrides(List.of()))
                .apply((cleaned, response) -> {
                    cleaned.getHeaders()
                            .forEach((name, values) ->
                                    values.forEach(value -> fields.add(name.toLowerCase(Locale.ROOT) + "=" + value)));
                    return Mono.empty();
                })
                .handle(request, new MockServerHttpResponse())
                .block();
        return fields;
    }

    private static String mixed(String name, RandomGenerator random) {
        StringBuilder mixed = new StringBuilder();
        for (char letter : name.toCharArray()) {
            mixed.append(random.nextBoolean() ? Character.toUpperCase(letter) : letter);
        }
        return mixed.toString();
    }

    private static String value(RandomGenerator random) {
        return random.ints(random.nextInt(20), ' ', '~')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
