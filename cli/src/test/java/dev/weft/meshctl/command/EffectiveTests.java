package dev.weft.meshctl.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.meshctl.StubServer;
import dev.weft.meshctl.Typed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EffectiveTests {

    /** Where nobody listens. */
    private static final int NOWHERE = 1;

    @TempDir
    private Path home;

    private StubServer registry;
    private StubServer old;
    private StubServer recent;
    private StubServer stranger;

    @BeforeEach
    void start() throws IOException {
        registry = new StubServer();
        old = knows("1s", "revision 3:2");
        recent = knows("2s", "revision 4:3");
        stranger = new StubServer();
        registry.says("GET /mesh/v1/services", """
                {"services": [{"name": "petdetails"}, {"name": "petservice"}]}
                """);
        instances("petdetails", recent.port());
    }

    @AfterEach
    void stop() {
        registry.close();
        old.close();
        recent.close();
        stranger.close();
    }

    @Test
    void effectiveWhenAllSayTheSameShowsItOnceAndNotAtTheServiceItself() {
        instances("petservice", recent.port(), recent.port());

        assertThat(typed()).isEqualTo(new Typed(0, """
                        CALLER              PART     IN FORCE  SOURCE
                        petservice (all 2)  timeout  2s        revision 4:3
                        """, ""));
    }

    @Test
    void effectiveWhenInstancesDifferShowsWhereTheyDo() {
        instances("petservice", recent.port(), recent.port(), old.port(), recent.port(), recent.port());

        assertThat(typed().out()).isEqualTo("""
                CALLER               PART     IN FORCE  SOURCE
                petservice (4 of 5)  timeout  2s        revision 4:3
                petservice-3         timeout  1s        revision 3:2
                petservice: its instances differ
                """);
    }

    @Test
    void effectiveWhenAnInstanceDoesNotAnswerGoesOnAndSaysSo() {
        instances("petservice", NOWHERE, recent.port());

        Typed shown = typed();

        assertThat(shown.out()).contains("petservice-2  timeout  2s        revision 4:3\n");
        assertThat(shown.err()).startsWith("petservice-1 does not answer at http://127.0.0.1:1 (connection refused;");
        assertThat(shown.exit()).isEqualTo(7);
        assertThat(typed("-o", "json").out()).contains("\"problem\" : \"petservice-1 does not answer");
    }

    @Test
    void effectiveWhenNobodyKnowsTheServiceSaysSo() {
        instances("petservice", stranger.port());
        assertThat(typed())
                .isEqualTo(new Typed(6, "", "meshctl: nobody has called petdetails yet, nor has rules for it\n"));

        instances("petservice", stranger.port(), NOWHERE);
        Typed unsure = typed();
        assertThat(unsure.err())
                .endsWith("meshctl: nobody who answers has called petdetails yet, nor has rules for it\n");
        assertThat(unsure.exit()).isEqualTo(7);
    }

    private static StubServer knows(String timeout, String source) throws IOException {
        return new StubServer().says("GET /actuator/mesh/petdetails", """
                {"rules": {"inForce": {"timeout": "%s"}, "sources": {"timeout": "%s"}, "hidden": [], "warnings": [],
                           "problem": null}}
                """.formatted(timeout, source));
    }

    private void instances(String service, int... ports) {
        String instances = IntStream.range(0, ports.length)
                .mapToObj(i -> """
                        {"id": "%s-%d", "host": "127.0.0.1", "port": %d, "status": "UP", "metadata": {}}
                        """.formatted(service, i + 1, ports[i]))
                .collect(Collectors.joining(","));
        registry.says("GET /mesh/v1/services/" + service + "/instances", "{\"instances\": [" + instances + "]}");
    }

    private Typed typed(String... more) {
        String[] words = {"--registry", registry.address(), "get", "petdetails", "--effective"};
        return Typed.in(
                home, Stream.concat(Arrays.stream(words), Arrays.stream(more)).toArray(String[]::new));
    }
}
