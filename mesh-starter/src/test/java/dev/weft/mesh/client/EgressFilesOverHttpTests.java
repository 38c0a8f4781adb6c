package dev.weft.mesh.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import dev.weft.mesh.directory.HostResolver;
import dev.weft.mesh.testkit.Behaviour;
import dev.weft.mesh.testkit.MisbehavingServer;
import dev.weft.mesh.testkit.RunningApp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

/** Whom a running application may call outside the mesh, while files that say it come, change and go. */
class EgressFilesOverHttpTests {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final MisbehavingServer dogs = MisbehavingServer.start(Behaviour.ok("woof"));

    @TempDir
    private Path temp;

    private Path file;
    private ConfigurableApplicationContext context;
    private RunningApp app;

    @BeforeEach
    void start() throws IOException {
        Path rules = Files.createDirectory(temp.resolve("rules"));
        file = rules.resolve("egress.yml");
        context = RunningApp.start(
                WebApplicationType.SERVLET,
                App.class,
                "--spring.application.name=kennel",
                "--mesh.rules.location=" + rules,
                "--mesh.rules.refresh=50ms",
                "--dogs=http://dogs.test:" + dogs.port());
        app = new RunningApp(context);
    }

    @AfterEach
    void stop() {
        context.close();
        dogs.close();
    }

    @Test
    void hostWhenAFileDeniesItThenListsItAndGoesIsRefusedAndCalledAgain() throws Exception {
        assertThat(call().body()).isEqualTo("woof");
        assertThat(egress("source")).isEqualTo("application");

        write("mesh.egress.mode: deny\n");
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(call().statusCode()).isEqualTo(403));
        assertThat(call().headers().firstValue("mesh-reason").orElseThrow())
                .contains("egress to dogs.test:" + dogs.port() + " is not allowed (mesh.egress.mode is deny)");
        assertThat(egress("source")).isEqualTo(file + ":1");
        assertThat(egress("mode")).isEqualTo("deny");

        write("""
                mesh:
                  egress:
                    mode: deny
                    allow: [ { host: dogs.test, ports: [ %d ], private: true } ]
                """.formatted(dogs.port()));
        await().atMost(LIMIT).untilAsserted(() -> assertThat(call().body()).isEqualTo("woof"));
        assertThat(egress("source")).isEqualTo(file + ":3");

        write("mesh: { egress: { mode: sometimes } }\n");
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(errors())
                        .containsExactly(
                                file + ":1:25: mesh.egress.mode: \"sometimes\" (expected: one of off, allow, deny)"));
        assertThat(call().body()).isEqualTo("woof");
        assertThat(egress("mode")).isEqualTo("deny");

        write("mesh.egress.mode: deny\n");
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(call().statusCode()).isEqualTo(403));
        Files.delete(file);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(call().body()).isEqualTo("woof"));
        assertThat(egress("source")).isEqualTo("application");
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
    }

    private HttpResponse<String> call() throws Exception {
        return app.get("/call");
    }

    private String egress(String what) throws Exception {
        return JsonPath.read(app.get("/actuator/mesh").body(), "$.egress." + what);
    }

    private List<String> errors() throws Exception {
        return JsonPath.read(app.get("/actuator/mesh").body(), "$.ruleSources.files[*].errors[*]");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @RestController
    static class App {

        private final RestClient client;

        App(RestClient.Builder builder, @Value("${dogs}") String dogs) {
            this.client = builder.baseUrl(dogs).build();
        }

        @GetMapping("/call")
        String call() {
            return client.get().uri("/").retrieve().body(String.class);
        }

        @Bean
        static HostResolver worldOfTheTest() {
            return host -> List.of(InetAddress.getLoopbackAddress());
        }
    }
}
