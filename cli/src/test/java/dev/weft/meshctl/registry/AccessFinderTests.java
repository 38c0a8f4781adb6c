package dev.weft.meshctl.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.meshctl.Failure;
import dev.weft.meshctl.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessFinderTests {

    private static final URI LOCAL = URI.create("http://localhost:8761");
    private static final URI KEPT = URI.create("https://registry.example");

    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();

    @Test
    void findWhenNothingIsKnownSaysWhatWouldHelp() {
        assertThatThrownBy(() -> find(null, null, null))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("no registry is known (expected: a running ./run, meshctl login <address>,");
    }

    @Test
    void findWhenALoginIsKeptTakesIt() {
        keep();

        assertThat(find(null, null, null)).isEqualTo(new Access(List.of(KEPT), "me", "mine", "meshctl login"));
    }

    @Test
    void findWhenASystemRunsOnThisMachineTakesItsRegistriesAndLogin() throws IOException {
        keep();
        run(ProcessHandle.current().pid());
        instance("registry-2", 8762, ProcessHandle.current().pid());

        assertThat(find(null, null, null))
                .isEqualTo(new Access(
                        List.of(LOCAL, URI.create("http://localhost:8762")), "admin", "its:secret", "./run"));
    }

    @Test
    void findWhenThatSystemHasEndedTakesTheLoginThatIsKept() throws IOException {
        keep();
        run(Long.MAX_VALUE);

        assertThat(find(null, null, null).peers()).containsExactly(KEPT);
    }

    @Test
    void findWhenTheAddressIsOfSomebodyElseSendsNoLoginThere() throws IOException {
        keep();
        run(ProcessHandle.current().pid());

        assertThat(find("elsewhere.example:8761", null, null))
                .isEqualTo(new Access(List.of(URI.create("http://elsewhere.example:8761")), null, null, "--registry"));
        assertThat(find("https://registry.example/", null, null).user()).isEqualTo("me");
        assertThat(find("localhost:8761", null, null).password()).isEqualTo("its:secret");
    }

    @Test
    void findWhenSeveralSayItTakesTheOptionBeforeTheEnvironment() throws IOException {
        run(ProcessHandle.current().pid());
        environment.putAll(
                Map.of("MESHCTL_REGISTRY", "a:1,b:2", "MESHCTL_USER", "user", "MESHCTL_PASSWORD", "password"));

        assertThat(find(null, null, null))
                .isEqualTo(new Access(
                        List.of(URI.create("http://a:1"), URI.create("http://b:2")),
                        "user",
                        "password",
                        "MESHCTL_REGISTRY"));
        assertThat(find("c:3", "other", null))
                .isEqualTo(new Access(List.of(URI.create("http://c:3")), "other", "password", "--registry"));
    }

    @Test
    void findWhenTheAddressIsNoneSaysSoWithoutItsPassword() {
        assertThatThrownBy(() -> find("http://me:secret@host", null, null))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("--registry: \"http://...@host\" (expected: addresses as")
                .hasMessageNotContaining("secret");
    }

    @Test
    void accessWhenPrintedHasNoPassword() {
        assertThat(new Access(List.of(KEPT), "me", "mine", "here"))
                .hasToString("[https://registry.example] as me (here)");
    }

    private void keep() {
        new LoginStore(folder.resolve("weft")).write(new Access(List.of(KEPT), "me", "mine", ""));
    }

    private void run(long pid) throws IOException {
        Files.writeString(folder.resolve("supervisor"), pid + " 12345\n");
        Files.writeString(folder.resolve("login"), "admin:its:secret\n");
        instance("registry-1", 8761, pid);
        instance("registry-1.ended", 8769, pid);
        instance("gateway-1", 8080, pid);
    }

    private void instance(String name, int port, long pid) throws IOException {
        Path instances = Files.createDirectories(folder.resolve("instances"));
        Files.writeString(instances.resolve(name), "service - " + port + " " + pid + " 12345\n");
    }

    private Access find(String registry, String user, String password) {
        environment.put("XDG_CONFIG_HOME", folder.toString());
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        Shell shell = new Shell(environment, InputStream.nullInputStream(), nowhere, nowhere, false, folder);
        return new AccessFinder(shell).find(registry, user, password);
    }
}
