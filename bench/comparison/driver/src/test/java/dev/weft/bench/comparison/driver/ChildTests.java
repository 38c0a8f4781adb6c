package dev.weft.bench.comparison.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildTests {

    @TempDir
    private Path folder;

    @Test
    void runSaysWhatTheProgramHasEndedWith() {
        List<String> command = List.of("sh", "-c", "echo figures; exit 3");

        assertThat(Child.run(command, folder, folder.resolve("logs/child.log"), Duration.ofMinutes(1)))
                .isEqualTo(3);

        assertThat(folder.resolve("logs/child.log")).hasContent("figures");
    }

    @Test
    void runWhenTheProgramHangsEndsItAndSaysSo() {
        List<String> command = List.of("sleep", "600");

        assertThatIllegalStateException()
                .isThrownBy(() -> Child.run(command, folder, folder.resolve("child.log"), Duration.ofMillis(50)))
                .withMessageContaining("sleep did not end within")
                .withMessageContaining("child.log");
    }
}
