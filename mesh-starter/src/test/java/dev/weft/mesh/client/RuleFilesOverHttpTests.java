package dev.weft.mesh.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import dev.weft.mesh.testkit.Behaviour;
import dev.weft.mesh.testkit.FixedDirectory;
import dev.weft.mesh.testkit.MisbehavingServer;
import dev.weft.mesh.testkit.RunningApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

/** Rules in files, obeyed by a running application while they change. */
@ExtendWith(OutputCaptureExtension.class)
class RuleFilesOverHttpTests {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final MisbehavingServer one = MisbehavingServer.start(Behaviour.ok("one"));
    private final MisbehavingServer two = MisbehavingServer.start(Behaviour.ok("two"));

    @TempDir
    private Path temp;

    private Path rules;
    private ConfigurableApplicationContext context;
    private RunningApp app;

    @BeforeEach
    void folder() throws IOException {
        rules = Files.createDirectory(temp.resolve("rules"));
    }

    @AfterEach
    void stop() {
        context.close();
        one.close();
        two.close();
    }

    @Test
    void trafficWhenAFileIsWrittenMovesAndWhenItIsBrokenStays(CapturedOutput output) throws Exception {
        write("back.yml", to("v1"));
        start();
        assertThat(call()).isEqualTo("one");

        write("back.yml", to("v2"));
        awaitCall("two");

        write("back.yml", to("v2").replace("weight: 1", "weight: many"));
        await().atMost(LIMIT).untilAsserted(() -> assertThat(errors()).hasSize(1));
        assertThat(errors().get(0))
                .isEqualTo(rules.resolve("back.yml")
                        + ":5:40: mesh.services.back.routes[0].to[0].weight: \"many\" (expected: a whole number)");
        assertThat(call()).isEqualTo("two");
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(output)
                        .contains("Rules refused; what was good before stays in force: " + rules.resolve("back.yml")));

        Files.delete(rules.resolve("back.yml"));
        await().atMost(LIMIT).untilAsserted(() -> assertThat(errors()).isEmpty());
        write("other.yml", to("v1"));
        awaitCall("one");
    }

    @Test
    void trafficWhenAnHttpRouteIsWrittenObeysIt() throws Exception {
        start();
        write("route.yml", """
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: { name: canary }
                spec:
                  parentRefs: [ { group: "", kind: Service, name: back } ]
                  rules:
                    - matches: [ { path: { type: PathPrefix, value: /pet } } ]
                      backendRefs: [ { name: second, port: 80 } ]
                """);

        awaitCall("two");
    }

    @Test
    void trafficWhenAConfigMapIsSwappedObeysIt() throws Exception {
        configMap("..2026_01", to("v1"));
        Files.createSymbolicLink(rules.resolve("back.yml"), Path.of("..data", "back.yml"));
        start();
        assertThat(call()).isEqualTo("one");

        configMap("..2026_02", to("v2"));

        awaitCall("two");
    }

    @Test
    void viewWhenRulesStandInSeveralPlacesTellsWhereEachPartIsFromAndWhatIsHidden() throws Exception {
        write("back.yml", to("v2") + "      timeout: 3s\n");
        start(
                "--mesh.services.back.timeout=5s",
                "--mesh.services.back.retry.attempts=2",
                "--mesh.rules.location[1]=" + temp.resolve("nowhere"));
        write("typo.yml", "services: { back: { routes: [ { to: [ { version: v3 } ] } ] } }");

        String back = "$.rules[?(@.service=='back')]";
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(this.<List<String>>view(back + ".warnings[*]"))
                        .containsExactly(
                                "routes[0].to[0]: no instance of back with version=v3 is registered; there are some with"
                                        + " version v1 or v2"));
        assertThat(this.<List<String>>view(back + ".sources.timeout"))
                .containsExactly(rules.resolve("back.yml") + ":4");
        assertThat(this.<List<String>>view(back + ".sources.retry")).containsExactly("application mesh.services.back");
        assertThat(this.<List<String>>view(back + ".sources.balance")).containsExactly("built in");
        assertThat(this.<List<String>>view(back + ".inForce.timeout")).containsExactly("3000 ms");
        assertThat(this.<List<String>>view(back + ".hidden[*].source"))
                .containsExactly(rules.resolve("back.yml") + ":4", "application mesh.services.back");
        assertThat(this.<List<String>>view("$.ruleSources.files[*].name"))
                .containsExactly(
                        rules.resolve("back.yml").toString(),
                        rules.resolve("typo.yml").toString());
        assertThat(this.<List<String>>view("$.ruleSources.warnings[*]"))
                .containsExactly(temp.resolve("nowhere") + ": there is no such file or folder");
        assertThat(app.get("/actuator/mesh/back").body()).contains("\"inForce\"");
    }

    @Test
    void faultWhenTheEnvironmentForbidsItHasNoEffectAndIsTold(CapturedOutput output) throws Exception {
        write("back.yml", to("v1") + "          fault: { status: 503, abort-percent: 100 }\n");
        start("--mesh.faults.enabled=false");

        assertThat(call()).isEqualTo("one");
        assertThat(output)
                .contains("Rules without effect: back: routes[0].fault has no effect: mesh.faults.enabled is false");
    }

    private void start(String... more) {
        List<String> arguments = new java.util.ArrayList<>(List.of(
                "--spring.application.name=front", "--mesh.rules.location[0]=" + rules, "--mesh.rules.refresh=50ms"));
        arguments.addAll(List.of(more));
        context = RunningApp.start(WebApplicationType.SERVLET, App.class, arguments.toArray(String[]::new));
        context.getBean(FixedDirectory.class)
                .put(
                        "back",
                        one.endpoint("one").withVersion("v1"),
                        two.endpoint("two").withVersion("v2"))
                .put("second", two.endpoint("second"));
        app = new RunningApp(context);
    }

    private static String to(String version) {
        return """
                mesh:
                  services:
                    back:
                      routes:
                        - to: [ { version: %s, weight: 1 } ]
                """.formatted(version);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(rules.resolve(name), text);
    }

    private void configMap(String version, String text) throws IOException {
        Path data = Files.createDirectory(rules.resolve(version));
        Files.writeString(data.resolve("back.yml"), text);
        Path link = Files.createSymbolicLink(rules.resolve("..data_tmp"), Path.of(version));
        Files.move(link, rules.resolve("..data"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void awaitCall(String expected) {
        // All of several: a split would give one of them away.
        await().atMost(LIMIT).untilAsserted(() -> {
            for (int i = 0; i < 5; i++) {
                assertThat(call()).isEqualTo(expected);
            }
        });
    }

    private String call() throws Exception {
        return app.get("/call?path=/pet").body();
    }

    private List<String> errors() throws Exception {
        return view("$.ruleSources.files[*].errors[*]");
    }

    private <T> T view(String path) throws Exception {
        return JsonPath.read(app.get("/actuator/mesh").body(), path);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {

        @Bean
        FixedDirectory directory() {
            return new FixedDirectory().put("back").put("second");
        }

        @RestController
        static class Front {

            private final RestClient client;

            Front(RestClient.Builder builder) {
                this.client = builder.build();
            }

            @GetMapping("/call")
            String call(@RequestParam("path") String path) {
                return client.get().uri("http://back" + path).retrieve().body(String.class);
            }
        }
    }
}
