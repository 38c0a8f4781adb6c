package dev.weft.meshctl.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.meshctl.StubServer;
import dev.weft.meshctl.Terminal;
import dev.weft.meshctl.Typed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What commands say of what the registry answers. */
class RegistryWordsTests {

    private static final String INSTANCES = "GET /mesh/v1/services/petservice/instances";

    @TempDir
    private Path home;

    private StubServer registry;

    @BeforeEach
    void start() throws IOException {
        registry = new StubServer();
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void instancesWhenThereIsNoSuchServiceNamesTheCommandThatListsThem() {
        assertThat(typed("instances nosuch"))
                .isEqualTo(
                        new Typed(
                                6,
                                "",
                                "meshctl: no such service is registered: nosuch (expected: one that meshctl services lists)\n"));
    }

    @Test
    void instancesWhenThereAreSomeTellsOfTheirLastHeartbeat() {
        registry.says(INSTANCES, """
                {"instances": [{"id": "petservice-1", "host": "a", "port": 9080, "status": "UP", "leaseAgeMillis": 2000}]}
                """);

        assertThat(typed("instances petservice").out()).isEqualTo("""
                INSTANCE      ADDRESS  STATUS  VERSION  ZONE  HEARTBEAT
                petservice-1  a:9080   UP      -        -     2.0 s ago
                """);
    }

    @Test
    void mirrorWhenInstancesHaveNoVersionSaysSo() {
        registry.says(INSTANCES, """
                {"instances": [{"status": "UP", "version": null}, {"status": "UP"}, {"status": "DOWN", "version": "v2"}]}
                """);

        Typed refused = typed("mirror petservice v2");

        assertThat(refused.err())
                .isEqualTo("meshctl: no instance of petservice with version v2 is up: those that are (2) have no"
                        + " version (expected: instances with eureka.instance.metadata-map.version, or --force)\n");
        assertThat(refused.exit()).isEqualTo(3);
    }

    @Test
    void shiftWhenNoInstanceIsUpSaysSo() {
        registry.says(INSTANCES, "{\"instances\": [{\"status\": \"DOWN\", \"version\": \"v2\"}]}");

        assertThat(typed("shift petservice v2=1").err())
                .isEqualTo("meshctl: no instance of petservice is up (expected: one with version v2, or --force)\n");
    }

    @Test
    void shiftWhenTheRegistryHasJustStartedSaysThatItMayNotKnowAll() {
        registry.says("GET /mesh/v1/status", "{\"settled\": false}")
                .says(INSTANCES, "{\"instances\": [{\"status\": \"UP\", \"version\": \"v1\"}]}");
        String started = ", but the registry has just started, and may not know all instances yet (expected: the same"
                + " again soon, or --force)\n";

        assertThat(typed("shift petservice v1=50 v2=50"))
                .isEqualTo(new Typed(7, "", "meshctl: no instance of petservice with version v2 is up" + started));
        assertThat(typed("shift petdetails v1=1"))
                .isEqualTo(new Typed(7, "", "meshctl: no such service is registered: petdetails" + started));
    }

    @Test
    void shiftWhenOneVersionGetsAllSaysSo() {
        registry.says("GET /mesh/v1/rules/petservice", "services: { petservice: { timeout: 1s } }")
                .says("PUT /mesh/v1/rules/petservice", "{\"revision\": 2}");

        assertThat(typed("shift petservice v1=50 --force"))
                .isEqualTo(new Typed(0, "petservice: revision 2 (was 1), requests go to v1=50 (all)\n", ""));
    }

    @Test
    void shiftWhenTheServiceIsMisspelledSaysThatThereIsNone() {
        Typed refused = typed("shift petservcie v2=1");

        assertThat(refused.err())
                .isEqualTo("meshctl: no such service is registered: petservcie"
                        + " (expected: one that meshctl services lists, or --force)\n");
        assertThat(refused.exit()).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"apply -f -", "apply -f - --dry-run", "edit petdetials"})
    void applyWhenNobodyIsRegisteredByTheNameSaysWhatMayBeMeant(String words) {
        registry.says("GET /mesh/v1/rules/petdetials", "services: { petdetials: { timeout: 1s } }")
                .says("POST /mesh/v1/rules/petdetials/dry-run", "{\"problems\": [], \"diff\": \"a difference\"}")
                .says("PUT /mesh/v1/rules/petdetials", "{\"revision\": 2}");

        assertThat(changed(words).err()).isEmpty();
        registry.says(
                "GET /mesh/v1/services", "{\"services\": [{\"name\": \"petservice\"}, {\"name\": \"petdetails\"}]}");
        assertThat(changed(words).err())
                .isEqualTo("no such service is registered yet: petdetials (nearest: petdetails)\n");
        registry.says("GET /mesh/v1/services", "{\"services\": [{\"name\": \"petdetials\"}]}");
        assertThat(changed(words).err()).isEmpty();
    }

    @Test
    void historyWhenNothingWasEverStoredForTheServiceSaysSo() {
        registry.says("GET /mesh/v1/rules/petdetials/history", "{\"revisions\": []}")
                .says("GET /mesh/v1/history", "{\"revisions\": []}");

        assertThat(typed("history petdetials"))
                .isEqualTo(new Typed(
                        6,
                        "",
                        "meshctl: nothing was ever stored for petdetials (expected: a service that meshctl history"
                                + " lists)\n"));
        assertThat(typed("history").exit()).isZero();
    }

    @Test
    void deleteWhenHttpRoutesAreLeftTakesThemAway() {
        registry.says("GET /mesh/v1/rules/petservice/httproutes", "{\"kind\": \"HTTPRoute\"}")
                .says("DELETE /mesh/v1/rules/petservice/httproutes", "{\"revision\": 2}");

        assertThat(typed("delete petservice --httproutes"))
                .isEqualTo(new Typed(0, "petservice: revision 2 (was 1), no HTTPRoutes are kept any more\n", ""));
    }

    @Test
    void getWhenHttpRoutesAreAskedForShowsThem() {
        registry.says("GET /mesh/v1/rules/petservice/httproutes", "{\"kind\": \"HTTPRoute\"}")
                .says("GET /mesh/v1/rules/petservice/revisions/1", "{\"document\": \"kind: HTTPRoute\"}");

        assertThat(typed("get petservice --httproutes").out()).isEqualTo("kind: HTTPRoute\n");
        assertThat(typed("get petdetails --httproutes").err())
                .isEqualTo("meshctl: no HTTPRoutes are kept for petdetails\n");
    }

    private Typed changed(String words) {
        return new Terminal(home)
                .pipe("services: { petdetials: { timeout: 2s } }\n")
                .with("EDITOR", "sed -i s/1s/2s/")
                .type((words + " --registry " + registry.address()).split(" "));
    }

    @Test
    void writeWhenSomebodyElseWasFirstNamesTheOption() {
        registry.says("GET /mesh/v1/rules/petservice", "services: { petservice: { timeout: 1s } }")
                .says("GET /mesh/v1/rules/petservice/revisions/2", "{}")
                .says("DELETE /mesh/v1/rules/petservice", 412, "application/problem+json", """
                        {"detail": "the rules of petservice are at revision 13, by me at noon (expected: If-Match: \\"13.0.a.b\\")",
                         "revision": 13}
                        """);

        Typed stale = typed("delete petservice --if-revision 2");

        assertThat(stale.err())
                .isEqualTo("meshctl: the rules of petservice are at revision 13, by me at noon"
                        + " (expected: --if-revision 13, once you have seen what has changed)\n");
        assertThat(stale.exit()).isEqualTo(4);
        assertThat(typed("delete petservice --if-revision=-1").err()).startsWith("meshctl: revision -1 (expected:");
    }

    private Typed typed(String words) {
        return Typed.in(
                home,
                Stream.concat(Arrays.stream(words.split(" ")), Stream.of("--registry", registry.address()))
                        .toArray(String[]::new));
    }
}
