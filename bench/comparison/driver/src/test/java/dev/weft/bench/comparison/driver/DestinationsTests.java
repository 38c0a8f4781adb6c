package dev.weft.bench.comparison.driver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.weft.bench.fleet.Fleet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DestinationsTests {

    private final Destinations destinations = new Destinations(2, 3);
    private final List<String> paths = new ArrayList<>();
    private final List<JsonNode> instances = new ArrayList<>();
    private HttpServer registry;
    private Fleet fleet;
    private volatile int status = 204;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.createContext("/eureka/apps/", exchange -> {
            paths.add(exchange.getRequestURI().getPath());
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            instances.add(new ObjectMapper().readTree(body).get("instance"));
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        registry.start();
        fleet = new Fleet(folder, folder);
    }

    @AfterEach
    void stop() {
        fleet.close();
        registry.stop(0);
    }

    @Test
    void registerTellsOfEachEndpointAtAnAddressOfItsOwn() {
        destinations.register(fleet, uri());

        assertThat(paths).hasSize(6).contains("/eureka/apps/DESTINATION-0", "/eureka/apps/DESTINATION-1");
        assertThat(instances)
                .extracting(instance -> instance.get("ipAddr").asText())
                .doesNotHaveDuplicates()
                .hasSize(destinations.count());
        assertThat(instances)
                .extracting(instance -> instance.get("instanceId").asText())
                .doesNotHaveDuplicates();
    }

    @Test
    void registerWhenTheRegistryRefusesIsAnError() {
        status = 403;

        assertThatIllegalStateException()
                .isThrownBy(() -> destinations.register(fleet, uri()))
                .withMessageContaining("403");
    }

    @Test
    void propertiesNameTheDestinationsWhereThatIsWhatMakesThemKnown() {
        assertThat(Shape.BARE.properties(uri(), destinations)).containsOnlyKeys("spring.application.name");
        assertThat(Shape.EUREKA.properties(uri(), destinations))
                .containsOnlyKeys("spring.application.name", "eureka.client.service-url.defaultZone");
        assertThat(Shape.WEFT.properties(uri(), destinations))
                .containsAllEntriesOf(Map.of(
                        "eureka.client.service-url.defaultZone",
                        uri().resolve("/eureka/").toString(),
                        "mesh.services.destination-1.timeout",
                        "10s"));
    }

    @Test
    void questionNamesEachService() {
        assertThat(destinations.question()).isEqualTo("/known?service=destination-0&service=destination-1");
    }

    private URI uri() {
        return URI.create("http://127.0.0.1:" + registry.getAddress().getPort() + "/");
    }
}
