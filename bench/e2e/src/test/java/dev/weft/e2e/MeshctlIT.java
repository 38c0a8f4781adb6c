package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weft.bench.fleet.App;
import dev.weft.bench.fleet.Fleet;
import dev.weft.bench.fleet.Instance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The command line as a process, against a registry as a process. */
class MeshctlIT {

    private static final String PASSWORD = "a-secret";

    @TempDir
    private static Path folder;

    private static Fleet fleet;
    private static Instance registry;
    private static Meshctl meshctl;

    /** Each test has a service of its own. */
    private String service;

    @BeforeAll
    static void start() throws IOException {
        fleet = new Fleet(Path.of(System.getProperty("weft.root")), Path.of("target", "meshctl-e2e"));
        registry = fleet.launch(
                App.REGISTRY,
                "registry",
                Map.of(
                        "registry.data-directory",
                        folder.resolve("data").toString(),
                        "registry.login-password",
                        PASSWORD,
                        // There is nobody whom it would have to hear from first.
                        "registry.settling",
                        "0s"));
        fleet.awaitHealthy(registry);
        meshctl = new Meshctl(folder.resolve("home"))
                .with("MESHCTL_REGISTRY", registry.uri("").toString())
                .with("MESHCTL_USER", "admin")
                .with("MESHCTL_PASSWORD", PASSWORD);
    }

    @AfterAll
    static void stop() {
        fleet.close();
    }

    @BeforeEach
    void nameService(TestInfo test) {
        service = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
    }

    @Test
    void shiftWhenNothingIsStoredCanBeRolledBackToNothing() throws Exception {
        assertThat(ok("shift %s v1=50 v2=50 --force").out()).contains("requests go to v1=50 v2=50");
        assertThat(ok("get %s").out()).isEqualTo("""
                services:
                  %s:
                    routes:
                      - to: [{version: v1, weight: 50}, {version: v2, weight: 50}]
                """.formatted(service));

        assertThat(ok("rollback %s -m too-early").out()).contains("nothing is stored any more");

        assertThat(meshctl.run("get " + service).exit()).isEqualTo(6);
        JsonNode history = new ObjectMapper().readTree(ok("history %s -o json").out());
        assertThat(history)
                .extracting(revision -> revision.path("comment").asText())
                .containsExactly("too-early", "shift v1=50 v2=50");
        assertThat(history)
                .allSatisfy(
                        revision -> assertThat(revision.path("author").asText()).isEqualTo("admin"));
    }

    @Test
    void shiftWhenNobodyIsRegisteredIsRefusedUnlessForced() {
        Meshctl.Result refused = meshctl.run("shift " + service + " v9=1");

        assertThat(refused.exit()).isEqualTo(6);
        assertThat(refused.err()).startsWith("meshctl: no such service is registered: " + service + " (expected:");
        ok("shift %s v9=1 --force");
    }

    @Test
    void tourWhenRoutesAreStoredChangesOneThingAtATime() {
        String rules = """
                # Kept as it is.
                services:
                  %s:
                    timeout: 2s
                    routes:
                      - match: { headers: { x-user-group: beta } }
                        to: [ { version: v2 } ]
                      - to: [ { version: v1, weight: 100 } ]
                """.formatted(service);
        assertThat(meshctl.pipe(rules, "apply -f -").exit()).isZero();
        assertThat(ok("get %s").out()).isEqualTo(rules);

        ok("shift %s v1=90 v2=10 --force");
        ok("mirror %s v3 --percent 5 --force");
        ok("fault %s --status 503 --abort-percent 10");
        assertThat(ok("diff %s").out()).contains("+        fault: {status: 503, abort-percent: 10}");
        ok("fault %s --off");
        ok("mirror %s --off");

        assertThat(ok("get %s").out())
                .isEqualTo(rules.replace(
                        "[ { version: v1, weight: 100 } ]", "[{version: v1, weight: 90}, {version: v2, weight: 10}]"));
        assertThat(ok("explain gateway GET http://%s/pet/1 -H x-user-group:beta --stored")
                        .out())
                .contains("version=v2 100.0%");
        assertThat(ok("history %s").out().lines()).hasSize(7);
    }

    @Test
    void writeWhenSomebodyElseWasFirstShowsTheDifference() {
        ok("shift %s v1=100 --force");
        String seen = revision();
        ok("shift %s v1=60 v2=40 --force");

        Meshctl.Result stale = meshctl.run("shift %s v1=1 --force --if-revision %s".formatted(service, seen));

        assertThat(stale.exit()).isEqualTo(4);
        assertThat(stale.err())
                .contains("(expected: --if-revision " + revision() + ", once you have seen what has changed)")
                .contains("changed since:", "+      - to: [{version: v1, weight: 60}, {version: v2, weight: 40}]")
                .contains("what you would change:", "+      - to: [{version: v1, weight: 1}]");
        assertThat(ok("get %s").out()).contains("weight: 60");
    }

    @Test
    void applyWhenOneDocumentIsWrongStoresNone() throws Exception {
        Path rules = Files.createDirectories(folder.resolve(service));
        Files.writeString(rules.resolve("1.yml"), "services: { %s-1: { timeout: 1s } }\n".formatted(service));
        Path wrong = Files.writeString(
                rules.resolve("2.yml"),
                "# fine\nservices: { %1$s-2: { timeout: 1s } }\n---\nservices: { %1$s-3: { timeout: soon } }\n"
                        .formatted(service));

        Meshctl.Result refused = meshctl.run("apply -f " + rules);

        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.err()).contains(wrong + ":4:").contains("\"soon\" (expected:");
        assertThat(meshctl.run("get").out()).doesNotContain(service);

        Files.writeString(wrong, Files.readString(wrong).replace("soon", "2s"));
        assertThat(ok("diff -f " + rules).out()).contains("+services: { " + service + "-3: { timeout: 2s } }");
        ok("apply -f " + rules + " --dry-run");
        assertThat(meshctl.run("get").out()).doesNotContain(service);
        ok("apply -f " + rules);
        assertThat(meshctl.run("get").out()).contains(service + "-1", service + "-2", service + "-3");
    }

    @Test
    void applyWhenDocumentIsAnHttpRouteStoresItForItsService() {
        String route = """
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: { name: details }
                spec:
                  parentRefs: [ { group: "", kind: Service, name: %1$s } ]
                  rules: [ { backendRefs: [ { name: %1$s, port: 80 } ] } ]
                """.formatted(service);

        assertThat(meshctl.pipe(route, "apply -f -").exit()).isZero();

        assertThat(ok("get %s").out()).isEqualTo(route);
        Meshctl.Result refused = meshctl.run("shift " + service + " v1=1 --force");
        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.err()).contains("stored as an HTTPRoute");
    }

    @Test
    void editWhenTextCantBeUsedComesBackWithTheReason() throws Exception {
        Path editor = Files.writeString(folder.resolve("editor"), """
                #!/bin/sh
                if grep -q '^# meshctl: ' "$1"; then
                  grep '^# meshctl: ' "$1" >"$0.reason"
                  sed -i s/soon/2s/ "$1"
                else
                  printf 'services: { %s: { timeout: soon } }\\n' >"$1"
                fi
                """.formatted(service));
        Files.setPosixFilePermissions(editor, PosixFilePermissions.fromString("rwx------"));
        meshctl.with("EDITOR", editor.toString());

        assertThat(ok("edit %s").out()).contains("as edited");

        assertThat(ok("get %s").out()).isEqualTo("services: { %s: { timeout: 2s } }\n".formatted(service));
        assertThat(folder.resolve("editor.reason")).content().contains("\"soon\" (expected:");
        ok("delete %s");
        assertThat(meshctl.run("get " + service).exit()).isEqualTo(6);
    }

    @Test
    void loginWhenPasswordIsRightIsKeptForTheOwnerOnly() throws Exception {
        Meshctl own = new Meshctl(folder.resolve("own"));
        String address = registry.uri("").toString();
        assertThat(own.run("get").exit()).isEqualTo(5);
        assertThat(own.pipe("wrong\n", "login " + address + " --password-stdin").exit())
                .isEqualTo(5);

        assertThat(own.pipe(PASSWORD + "\n", "login " + address + " --password-stdin")
                        .exit())
                .isZero();

        assertThat(own.run("get").exit()).isZero();
        Path kept = own.folder().resolve("weft/meshctl.json");
        assertThat(Files.getPosixFilePermissions(kept)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        Meshctl.Result elsewhere = own.run("get --registry http://127.0.0.1:1");
        assertThat(elsewhere.exit()).isEqualTo(7);
        assertThat(elsewhere.err()).startsWith("meshctl: no registry answers at http://127.0.0.1:1");
    }

    @Test
    void outputWhenAskedForIsForProgramsAndNeverColoured() throws Exception {
        ok("shift %s v1=1 --force");

        JsonNode listing = new ObjectMapper().readTree(ok("get -o json").out());
        assertThat(listing.path("services"))
                .anySatisfy(
                        listed -> assertThat(listed.path("service").asText()).isEqualTo(service));
        assertThat(ok("get %s -o yaml").out()).contains("service: " + service + "\n");
        assertThat(ok("history").out()).startsWith("REVISION").doesNotContain("\u001b");
    }

    @Test
    void completionWhenTheKeyIsPressedInBashKnowsServices() throws Exception {
        Path script = Files.writeString(folder.resolve("press"), """
                source <("$1" completion)
                press() {
                  COMP_LINE=$1 COMP_POINT=${#1} COMPREPLY=()
                  _meshctl "$meshctl"
                  echo "${COMPREPLY[*]}"
                }
                meshctl=$1
                press "meshctl his"
                press "meshctl override nosuch=v"
                press "meshctl get -o y"
                """);

        assertThat(meshctl.in("bash", script.toString()).out()).isEqualTo("""
                history

                yaml
                """);
    }

    @Test
    void commandWhenItMakesNoSenseSaysWhatWould() {
        Meshctl.Result wrong = meshctl.run("shift " + service);

        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.err())
                .startsWith("meshctl: Missing required parameter")
                .doesNotContain("\tat ");
        assertThat(meshctl.run("fault " + service + " --delay 2s").err())
                .isEqualTo("meshctl: --delay alone (expected: --delay and --delay-percent)\n");
    }

    private String revision() {
        return ok("get %s -o yaml").out().lines().findFirst().orElseThrow().replace("revision: ", "");
    }

    private Meshctl.Result ok(String words) {
        Meshctl.Result result = meshctl.run(words.formatted(service));
        assertThat(result.exit()).as(words + ": " + result.err()).isZero();
        return result;
    }
}
