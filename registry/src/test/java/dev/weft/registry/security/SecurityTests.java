package dev.weft.registry.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.registry.RunningRegistry;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Who is let in, over HTTP. */
@ExtendWith(OutputCaptureExtension.class)
class SecurityTests {

    private static final String RULES = "/mesh/v1/rules";
    private static final Pattern SAID = Pattern.compile("user (\\S+), password (\\S+)");

    @TempDir
    private Path directory;

    @Test
    void startWhenThereIsNoLoginMakesOneAndSaysItOnce(CapturedOutput output) throws Exception {
        String user;
        String password;
        try (RunningRegistry registry = RunningRegistry.startWithoutLogin(directory)) {
            Matcher said = SAID.matcher(output.getAll());
            assertThat(said.find()).isTrue();
            user = said.group(1);
            password = said.group(2);
            assertThat(status(registry, RULES, user, password)).isEqualTo(200);
            assertThat(status(registry, RULES, user, "guess")).isEqualTo(401);
        }
        int before = output.getAll().length();
        try (RunningRegistry registry = RunningRegistry.startWithoutLogin(directory)) {
            assertThat(status(registry, RULES, user, password)).isEqualTo(200);
        }
        assertThat(output.getAll().substring(before)).doesNotContain(password);
        assertThat(Files.readString(directory.resolve("login")))
                .startsWith("admin:{bcrypt}")
                .doesNotContain(password);
        assertThat(Files.getPosixFilePermissions(directory.resolve("login"))).hasSize(2);
    }

    @Test
    void startWhenThePasswordIsGivenTakesItAndMakesNoLogin(CapturedOutput output) throws Exception {
        try (RunningRegistry registry =
                RunningRegistry.startWithoutLogin(directory, "registry.login-password=s3same")) {
            assertThat(status(registry, RULES, "admin", "s3same")).isEqualTo(200);
            assertThat(status(registry, RULES, "admin", "guess")).isEqualTo(401);
        }
        assertThat(directory.resolve("login")).doesNotExist();
        assertThat(output).doesNotContain("s3same");
    }

    @Test
    void startWhenTheLoginIsNoneIsRefused() throws Exception {
        Files.writeString(directory.resolve("login"), "admin=secret\n");

        assertThatThrownBy(() -> RunningRegistry.startWithoutLogin(directory))
                .rootCause()
                .hasMessageContaining("expected: one line");
    }

    @Test
    void requestWhenNobodyIsLoggedInSeesHealthAndTheApisDescriptionOnly() throws Exception {
        try (RunningRegistry registry = RunningRegistry.start(directory)) {
            HttpResponse<String> refused = registry.send(registry.anonymous(RULES));
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().firstValue("WWW-Authenticate").orElse(""))
                    .startsWith("Basic");
            assertThat(refused.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
            assertThat(refused.body()).contains("expected");
            assertThat(status(registry, "/")).isEqualTo(401);
            assertThat(status(registry, "/actuator/metrics")).isEqualTo(401);
            assertThat(status(registry, "/actuator/health")).isEqualTo(200);
            assertThat(status(registry, "/mesh/v1/openapi.yaml")).isEqualTo(200);
            assertThat(registry.get("/").statusCode()).isEqualTo(200);
            assertThat(registry.get("/actuator/metrics").statusCode()).isEqualTo(200);
            assertThat(registry.get("/mesh/v1/nothing").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void requestWhenTheRegistryIsOpenMayReadAndNotWrite() throws Exception {
        try (RunningRegistry registry = RunningRegistry.start(directory, "registry.open=true")) {
            assertThat(status(registry, RULES)).isEqualTo(200);
            assertThat(status(registry, "/actuator/metrics")).isEqualTo(200);
            assertThat(registry.send(question(registry)).statusCode()).isEqualTo(200);
            assertThat(registry.send(write(registry)).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void startWhenOpenToMoreThanThisMachineIsRefused() {
        assertThatThrownBy(() ->
                        RunningRegistry.startWithoutLogin(directory, "registry.open=true", "server.address=0.0.0.0"))
                .rootCause()
                .hasMessageContaining("registry.open")
                .hasMessageContaining("expected: server.address=127.0.0.1");
    }

    @Test
    void registerWhenThereIsAJoinSecretNeedsIt() throws Exception {
        try (RunningRegistry registry = RunningRegistry.start(directory, "registry.join-secret=s3cret")) {
            assertThat(registry.send(registration(registry)).statusCode()).isEqualTo(401);
            assertThat(registry.send(registration(registry)
                                    .header("Authorization", RunningRegistry.basic("mesh", "guess")))
                            .statusCode())
                    .isEqualTo(401);
            assertThat(registry.send(registration(registry)
                                    .header("Authorization", RunningRegistry.basic("mesh", "s3cret")))
                            .statusCode())
                    .isEqualTo(204);
            assertThat(status(registry, "/eureka/apps")).isEqualTo(401);
            assertThat(status(registry, "/eureka/apps", "mesh", "s3cret")).isEqualTo(200);
            assertThat(status(registry, RULES, "mesh", "s3cret")).isEqualTo(401);
        }
    }

    @Test
    void registerWhenThereIsNoJoinSecretIsFreeAndSaidWhereOthersCanReachIt(CapturedOutput output) throws Exception {
        try (RunningRegistry registry = RunningRegistry.start(directory, "server.address=0.0.0.0")) {
            assertThat(registry.send(registration(registry)).statusCode()).isEqualTo(204);
        }
        assertThat(output).contains("set registry.join-secret");
    }

    private static int status(RunningRegistry registry, String path) throws Exception {
        return registry.send(registry.anonymous(path)).statusCode();
    }

    private static int status(RunningRegistry registry, String path, String user, String password) throws Exception {
        return registry.send(registry.anonymous(path).header("Authorization", RunningRegistry.basic(user, password)))
                .statusCode();
    }

    private static HttpRequest.Builder question(RunningRegistry registry) {
        return registry.anonymous(RULES + "/petdetails/explain")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"url\": \"/pet/1\"}"));
    }

    private static HttpRequest.Builder write(RunningRegistry registry) {
        return registry.anonymous(RULES + "/petdetails")
                .header("If-Match", "*")
                .PUT(BodyPublishers.ofString("mesh.services.petdetails: {}"));
    }

    private static HttpRequest.Builder registration(RunningRegistry registry) {
        return registry.anonymous("/eureka/apps/PETDETAILS")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("""
                        {"instance": {
                          "instanceId": "a", "app": "PETDETAILS", "vipAddress": "petdetails", "hostName": "127.0.0.1",
                          "ipAddr": "127.0.0.1", "status": "UP", "port": {"$": 9999, "@enabled": "true"},
                          "dataCenterInfo": {
                            "@class": "com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo", "name": "MyOwn"}
                        }}"""));
    }
}
