package dev.weft.meshctl.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.meshctl.StubServer;
import dev.weft.meshctl.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompleteTests {

    @TempDir
    private Path home;

    private StubServer registry;

    @BeforeEach
    void start() throws IOException {
        registry = new StubServer().says("GET /mesh/v1/services", """
                {"services": [{"name": "gateway", "versions": []}, {"name": "petdetails", "versions": ["v1", "v2"]},
                              {"name": "petservice", "versions": []}]}
                """);
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "meshctl sh, shift",
                "meshctl -o json sh, shift",
                "`meshctl shift pet`, petdetails petservice",
                "`./meshctl shift petdetails `, v1= v2=",
                "`meshctl shift petdetails v1=90 `, v1= v2=",
                "`meshctl shift -m 'a word' --force petdetails v`, v1= v2=",
                "`meshctl mirror petdetails `, v1 v2",
                "meshctl override petdetails=, petdetails=v1 petdetails=v2",
                "`meshctl explain `, gateway petdetails petservice",
                "meshctl explain petservice G, GET",
                "meshctl explain petservice GET http://petd, http://petdetails/",
                "meshctl get petdetails --in gat, gateway",
                "`meshctl get -o `, table json yaml",
                "meshctl history --li, --limit",
                "meshctl shift petdetails --if, --if-revision"
            })
    void lineWhenTheKeyIsPressedMayBecome(String line, String candidates) {
        assertThat(complete(line)).containsExactly(candidates.split(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "meshctl apply -f ru",
        "meshctl nosuch x",
        "meshctl get petdetails --revision 1",
        "meshctl __",
        "meshctl get nosuch"
    })
    void lineWhenNothingIsKnownIsLeftToTheShell(String line) {
        assertThat(complete(line)).isEmpty();
    }

    @Test
    void lineWhenThereIsNoRegistrySaysNothing() {
        assertThat(new Terminal(home).type("__complete", "meshctl get pet").err())
                .isEmpty();
        assertThat(new Terminal(home).type("--help").out()).doesNotContain("__complete");
    }

    private List<String> complete(String line) {
        return new Terminal(home)
                .with("MESHCTL_REGISTRY", registry.address())
                .type("__complete", line)
                .out()
                .lines()
                .toList();
    }
}
