package dev.weft.meshctl.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weft.meshctl.StubServer;
import dev.weft.meshctl.Terminal;
import dev.weft.meshctl.Typed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** Whatever a command says to programs is one document that they can read. */
class OneDocumentTests {

    private static final String TWO = "services: { one: { timeout: 1s }, two: { timeout: 2s } }\n";

    @TempDir
    private Path home;

    private StubServer registry;

    @BeforeEach
    void start() throws IOException {
        registry = new StubServer().says("GET /mesh/v1/history", """
                {"revisions": [{"service": "one", "revision": 1}, {"service": "two", "revision": 2}]}
                """);
        for (String service : List.of("one", "two")) {
            String rules = "/mesh/v1/rules/" + service;
            registry.says("GET " + rules, "services: {}")
                    .says("GET " + rules + "/diff", "a difference")
                    .says("GET " + rules + "/history", "{\"revisions\": [{\"revision\": 2}, {\"revision\": 1}]}")
                    .says("GET " + rules + "/revisions/1", "{\"service\": \"one\", \"revision\": 1, \"diff\": \"\"}")
                    .says("GET " + rules + "/revisions/2", "{\"service\": \"two\", \"revision\": 2, \"diff\": \"\"}")
                    .says("POST " + rules + "/dry-run", "{\"problems\": [], \"diff\": \"a difference\"}")
                    .says("POST " + rules + "/rollback", "{\"revision\": 3, \"restores\": 1}")
                    .says("PUT " + rules, "{\"revision\": 2}")
                    .says("DELETE " + rules, "{\"revision\": 2}");
        }
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "apply -f -",
                "apply -f - --dry-run",
                "diff -f -",
                "diff one",
                "history --diff",
                "delete one",
                "delete one --dry-run",
                "rollback one",
                "rollback one --dry-run",
                "rollback one --to 1 --dry-run",
                "edit one",
                "override one=v1 --force --url http://localhost"
            })
    void outputWhenItIsForProgramsIsOneDocument(String words) throws IOException {
        assertThat(document(typed(words + " -o json"), 0)).isNotEmpty();
        assertThat(new Yaml().loadAll(typed(words + " -o yaml").out())).hasSize(1);
    }

    @Test
    void outputWhenTheSecondChangeFailsHasTheFirst() throws IOException {
        registry.says("PUT /mesh/v1/rules/two", 503, "application/problem+json", "{\"detail\": \"not now\"}");

        Typed applied = typed("apply -f - -o json");

        assertThat(document(applied, 7)).hasSize(1);
        assertThat(applied.err()).contains("not now");
    }

    @Test
    void outputWhenNothingIsDoneIsNone() {
        assertThat(typed("get nosuch -o json").out()).isEmpty();
        assertThat(typed("rollback nosuch -o json").out()).isEmpty();
    }

    @Test
    void diffWhenItIsForPeopleSaysWhose() {
        registry.says("GET /mesh/v1/rules/one/diff", "--- revision 1\n+++ revision 2\n@@ -1 +1 @@\n--- a\n");

        assertThat(typed("diff one").out()).isEqualTo("--- one revision 1\n+++ one revision 2\n@@ -1 +1 @@\n--- a\n");
    }

    private static JsonNode document(Typed typed, int exit) throws IOException {
        assertThat(typed.exit()).as(typed.err()).isEqualTo(exit);
        return new ObjectMapper()
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .readTree(typed.out());
    }

    private Typed typed(String words) {
        return new Terminal(home)
                .pipe(TWO)
                .with("EDITOR", "true")
                .type((words + " --registry " + registry.address()).split(" "));
    }
}
