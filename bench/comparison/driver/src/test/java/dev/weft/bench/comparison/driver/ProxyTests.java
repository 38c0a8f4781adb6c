package dev.weft.bench.comparison.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.weft.bench.fleet.Fleet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ProxyTests {

    private static final Path TEMPLATES = Path.of("..", "proxies");

    @TempDir
    private Path folder;

    @Test
    void filledHasALineForEachEndpoint() {
        List<String> template = List.of("# of @port@", "listen @port@", "to @endpoint@", "end");

        assertThat(Proxy.filled(template, 1, List.of(2, 3))).isEqualTo("listen 1\nto 2\nto 3\nend\n");
    }

    @ParameterizedTest
    @EnumSource
    void configureFillsInAllThatTheTemplateAsksFor(Proxy proxy) throws IOException {
        proxy.configure(TEMPLATES, folder, 15_001, List.of(15_002, 15_003));

        assertThat(Files.readString(Path.of(proxy.file(folder))))
                .containsOnlyOnce("15001")
                .contains("15002", "15003")
                .doesNotContain("@port@", "@endpoint@");
        assertThat(proxy.command(proxy.toString(), folder)).contains(proxy.file(folder));
    }

    @ParameterizedTest
    @EnumSource
    void refusedWhenTheTemplateIsFilledInIsNothing(Proxy proxy) {
        String executable = executable(proxy);
        proxy.configure(TEMPLATES, folder, Fleet.freePort(), List.of(15_002, 15_003));

        assertThat(proxy.refused(executable, folder)).isEmpty();
        assertThat(proxy.outdated(proxy.version(executable))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void refusedWhenTheConfigurationIsNoneSaysWhichAndWhy(Proxy proxy) throws IOException {
        String executable = executable(proxy);
        Files.writeString(Path.of(proxy.file(folder)), "no: configuration\n");

        assertThat(proxy.refused(executable, folder))
                .hasValueSatisfying(
                        reason -> assertThat(reason).startsWith(proxy + " refuses " + proxy.file(folder) + ": "));
    }

    @ParameterizedTest
    @CsvSource({
        "nginx version: nginx/1.18.0, true",
        "nginx version: nginx/1.9.15, true",
        "nginx version: nginx/1.19.5, false",
        "nginx version: nginx/1.22.1 (Ubuntu), false",
        "nginx version: openresty/1.27.1.2, false",
        "unknown version of nginx, false"
    })
    void outdatedIsAnNginxThatDoesNotKnowWhereErrorsGo(String version, boolean outdated) {
        assertThat(Proxy.NGINX.outdated(version).isPresent()).isEqualTo(outdated);
    }

    /** The test is left out, and says so, where there is none. */
    private static String executable(Proxy proxy) {
        Optional<String> executable = proxy.executable();
        if (executable.isEmpty()) {
            System.err.println("!! NOT CHECKED: there is no " + proxy + " here to take its configuration");
        }
        assumeThat(executable).as("there is no " + proxy).isPresent();
        return executable.orElseThrow();
    }
}
