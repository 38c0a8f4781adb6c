package dev.weft.meshctl.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.meshctl.StubServer;
import dev.weft.meshctl.Typed;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The codes that docs/meshctl.md promises to scripts. */
class ExitTests {

    @TempDir
    private Path home;

    @ParameterizedTest
    @CsvSource({
        "400, 3", "401, 5", "403, 5", "404, 6", "409, 3", "412, 4", "413, 3", "415, 3", "422, 3", "428, 3", "429, 7",
        "500, 7", "502, 7", "503, 7"
    })
    void exitWhenTheRegistryRefusesTellsWhatCanBeDone(int status, int exit) throws IOException {
        try (StubServer registry = new StubServer()
                .says("GET /mesh/v1/rules", status, "application/problem+json", "{\"detail\": \"no\"}")) {
            Typed refused = get(registry);

            assertThat(refused.exit()).isEqualTo(exit);
            assertThat(refused.err()).startsWith("meshctl: no");
            assertThat(refused.out()).isEmpty();
        }
    }

    @Test
    void exitWhenItIsNoRegistryOfWeftIsNoMissingService() throws IOException {
        try (StubServer other = new StubServer().says("GET /mesh/v1/rules", 404, "text/html", "<html>")) {
            Typed refused = get(other);

            assertThat(refused.exit()).isEqualTo(1);
            assertThat(refused.err())
                    .isEqualTo("meshctl: " + other.address()
                            + " answers 404 to /mesh/v1/rules: is it a registry of Weft?\n");
        }
    }

    @Test
    void exitWhenTheStoreIsBehindNamesTheCommand() throws IOException {
        try (StubServer registry = new StubServer().says("GET /mesh/v1/rules", 409, "application/problem+json", """
                {"detail": "the store is at 3, but its readers know 5 (expected: POST /mesh/v1/store/generation first)"}
                """)) {
            assertThat(get(registry).err())
                    .isEqualTo("meshctl: the store is at 3, but its readers know 5 (expected: meshctl adopt first, if"
                            + " what is stored shall hold from now on)\n");
        }
    }

    private Typed get(StubServer registry) {
        return Typed.in(home, "get", "--registry", registry.address());
    }
}
