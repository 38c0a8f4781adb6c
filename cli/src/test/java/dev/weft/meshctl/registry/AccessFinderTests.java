package dev.weft.meshctl.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import dev.weft.meshctl.Terminal;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessFinderTests {

    private static final URI LOCAL = URI.create("http://localhost:8761");
    private static final URI KEPT = URI.create("https://registry.example");

    private static final Credentials MINE = new Credentials("me", "mine");

    @TempDir
    private Path folder;

    private @Nullable String typed;

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

        assertThat(find(null, null, null)).isEqualTo(new Access(List.of(KEPT), MINE, "meshctl login"));
    }

    @Test
    void findWhenASystemRunsOnThisMachineTakesItsRegistriesAndLogin() throws IOException {
        keep();
        run(ProcessHandle.current().pid());
        instance("registry-2", 8762, ProcessHandle.current().pid());

        assertThat(find(null, null, null))
                .isEqualTo(new Access(
                        List.of(LOCAL, URI.create("http://localhost:8762")),
                        new Credentials("admin", "its:secret"),
                        "./run"));
    }

    @Test
    void findWhenOneOfItsRegistriesIsDownNamesItLast() throws IOException {
        run(ProcessHandle.current().pid());
        Files.writeString(folder.resolve("registries"), "http://localhost:8760\nhttp://localhost:8761\n");

        assertThat(find(null, null, null).peers()).containsExactly(LOCAL, URI.create("http://localhost:8760"));
    }

    @Test
    void findWhenAllOfItsRegistriesAreDownNamesThemAndNotTheLoginThatIsKept() throws IOException {
        keep();
        run(ProcessHandle.current().pid());
        instance("registry-1", 8761, Long.MAX_VALUE);
        Files.writeString(folder.resolve("registries"), "http://127.0.0.1:1\nhttp://127.0.0.1:2\n");
        Registry registry = new Registry(find(null, null, null));

        assertThatThrownBy(registry::list)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.exit()).isEqualTo(Exit.UNAVAILABLE))
                .hasMessage("no registry answers at http://127.0.0.1:1 (connection refused), http://127.0.0.1:2"
                        + " (connection refused), which ./run names (./run status tells what is up, ./run add registry"
                        + " starts one that is down)");
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
                .isEqualTo(new Access(List.of(URI.create("http://elsewhere.example:8761")), null, "--registry"));
        assertThat(find("https://registry.example/", null, null).login()).isEqualTo(MINE);
        assertThat(find("localhost:8761", null, null).login()).isEqualTo(new Credentials("admin", "its:secret"));
    }

    @Test
    void findWhenSeveralSayItTakesTheOptionBeforeTheEnvironment() throws IOException {
        run(ProcessHandle.current().pid());
        environment.putAll(
                Map.of("MESHCTL_REGISTRY", "a:1,b:2", "MESHCTL_USER", "user", "MESHCTL_PASSWORD", "password"));

        assertThat(find(null, null, null))
                .isEqualTo(new Access(
                        List.of(URI.create("http://a:1"), URI.create("http://b:2")),
                        new Credentials("user", "password"),
                        "MESHCTL_REGISTRY"));
        assertThat(find("c:3", "user", null))
                .isEqualTo(new Access(
                        List.of(URI.create("http://c:3")), new Credentials("user", "password"), "--registry"));
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
        assertThat(new Access(List.of(KEPT), MINE, "here").toString())
                .contains("login=me")
                .doesNotContain("mine");
    }

    @Test
    void findWhenOnlyTheUserIsNamedTakesNobodyElsesPassword() {
        keep();

        assertThat(find(null, "me", null).login()).isEqualTo(MINE);
        assertThatThrownBy(() -> find(null, "bob", null))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.exit()).isEqualTo(Exit.LOGIN))
                .hasMessageStartingWith("no password of bob is known (expected:");

        environment.put("MESHCTL_USER", "alice");
        environment.put("MESHCTL_PASSWORD", "hers");
        typed = "his";
        assertThat(find(null, "bob", null).login()).isEqualTo(new Credentials("bob", "his"));
        assertThat(find(null, null, null).login()).isEqualTo(new Credentials("alice", "hers"));
    }

    @Test
    void findWhenOnlyThePasswordIsSaidKeepsTheUser() {
        assertThat(find("elsewhere.example", null, "new").login()).isEqualTo(new Credentials("admin", "new"));
        keep();
        assertThat(find(null, null, "new").login()).isEqualTo(new Credentials("me", "new"));
    }

    @Test
    void findWhenOthersCouldReadThePasswordDoesNotAskForIt() {
        typed = "his";

        assertThatThrownBy(() -> find("elsewhere.example:8761", "bob", null))
                .hasMessage("whoever is on the way to http://elsewhere.example:8761 could read the password (expected:"
                        + " https://elsewhere.example:8761, or --plain-http where nobody is)");

        assertThat(find("localhost:8761", "bob", null).login()).isEqualTo(new Credentials("bob", "his"));
        environment.put("MESHCTL_PLAIN_HTTP", "true");
        assertThat(find("elsewhere.example:8761", "bob", null).login()).isEqualTo(new Credentials("bob", "his"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://10.0.0.1:8761", "http://127.0.0.1.elsewhere.example", "http://localhost.example"})
    void registryWhenOthersCouldReadThePasswordIsNotAsked(String address) {
        Access access = new Access(List.of(URI.create("http://127.0.0.1"), URI.create(address)), MINE, "here");

        assertThatThrownBy(() -> new Registry(access))
                .hasMessageStartingWith("whoever is on the way to " + address + " could read the password");
        assertThatNoException().isThrownBy(() -> new Registry(access.with(null)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://10.0.0.1", "http://LOCALHOST", "http://127.1.2.3:1", "http://[::1]:8761"})
    void registryWhenNobodyElseCanReadThePasswordIsAsked(String address) {
        assertThatNoException().isThrownBy(() -> new Registry(new Access(List.of(URI.create(address)), MINE, "here")));
    }

    private void keep() {
        new LoginStore(folder.resolve("weft")).write(new Access(List.of(KEPT), null, ""), MINE);
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

    private Access find(@Nullable String registry, @Nullable String user, @Nullable String password) {
        Terminal terminal = new Terminal(folder);
        environment.forEach(terminal::with);
        if (typed != null) {
            terminal.knows(typed);
        }
        return new AccessFinder(terminal.shell(folder)).find(new Wanted(registry, user, password, false));
    }
}
