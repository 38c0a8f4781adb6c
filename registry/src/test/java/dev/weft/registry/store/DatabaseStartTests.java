package dev.weft.registry.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.registry.RunningRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Starts with databases that a registry can't use. */
@ExtendWith(OutputCaptureExtension.class)
class DatabaseStartTests {

    @TempDir
    private Path directory;

    @Test
    void startWhenTheDatabaseIsGoneSaysSo(CapturedOutput output) throws IOException {
        assertThatThrownBy(() -> RunningRegistry.startWithoutLogin(
                        directory,
                        "spring.datasource.url=jdbc:postgresql://127.0.0.1:" + unusedPort() + "/weft",
                        "spring.datasource.username=weft"))
                .isNotNull();

        assertThat(output)
                .contains("The store's database can't be used: Connection to 127.0.0.1")
                .contains("a registry does not start without it");
    }

    @Test
    void startWhenTheFileIsBrokenNamesItAndSaysWhatToDo(CapturedOutput output) throws IOException {
        Path file = directory.toAbsolutePath().resolve("store.mv.db");
        Files.write(file, "no database\n".repeat(1_000).getBytes(StandardCharsets.US_ASCII));

        assertThatThrownBy(() -> RunningRegistry.startWithoutLogin(directory)).isNotNull();

        assertThat(output)
                .contains("The store's database can't be used: ", file.toString(), "Put a backup")
                .doesNotContain("whether the disk is full");
        assertThat(file).hasSize(12_000);
    }

    @Test
    void startWhenTheFileCanNotBeReadSaysToSeeToThatFirst(CapturedOutput output) throws IOException {
        Path file = directory.toAbsolutePath().resolve("store.mv.db");
        Files.createDirectory(file);

        assertThatThrownBy(() -> RunningRegistry.startWithoutLogin(directory)).isNotNull();

        assertThat(output)
                .contains("The store's database can't be used: ", file.toString())
                .contains("See first whether the disk is full, and whether this user may read and write the file")
                .contains("Only if the file itself ends too early: Put a backup");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:h2:tcp://localhost/store", "jdbc:h2:file:./store;AUTO_SERVER=TRUE"})
    void checkOwnWhenProcessesShareTheFileRefusesIt(String url) {
        assertThatThrownBy(() -> Disk.checkOwn(url))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("PostgreSQL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "jdbc:h2:file:./store;WRITE_DELAY=0", "jdbc:postgresql://db/weft"})
    void checkOwnWhenItIsTheRegistrysOwnOrAServersTakesIt(String url) {
        Disk.checkOwn(url);
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
