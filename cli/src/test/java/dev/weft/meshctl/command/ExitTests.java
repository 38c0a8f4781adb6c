package dev.weft.meshctl.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.meshctl.StubServer;
import dev.weft.meshctl.Typed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(
            strings = {"get", "get petservice", "history petservice", "shift petservice v1=1", "instances petservice"})
    void exitWhenItIsNoRegistryOfWeftIsNoMissingService(String words) throws IOException {
        for (String type : List.of("text/html", "application/json", "application/problem+json")) {
            try (StubServer gateway = StubServer.stranger(type, "{\"status\": 404, \"error\": \"Not Found\"}")) {
                String[] command = (words + " --registry " + gateway.address()).split(" ");

                assertThat(Typed.in(home, command))
                        .isEqualTo(
                                new Typed(
                                        1,
                                        "",
                                        "meshctl: who answers at " + gateway.address()
                                                + " is no registry of Weft (expected: its address, as http://registry:8761)\n"));
            }
        }
    }

    @Test
    void loginWhenItIsNoRegistryOfWeftIsNotKept() throws IOException {
        try (StubServer gateway = StubServer.stranger("application/json", "{\"error\": \"Not Found\"}")) {
            Typed refused = Typed.in(home, "login", gateway.address(), "--password", "a-secret");

            assertThat(refused.exit()).isEqualTo(1);
            assertThat(refused.err()).contains("is no registry of Weft");
            assertThat(home.resolve("weft/meshctl.json")).doesNotExist();
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
