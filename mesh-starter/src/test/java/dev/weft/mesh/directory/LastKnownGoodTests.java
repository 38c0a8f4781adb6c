package dev.weft.mesh.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.ServiceName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class LastKnownGoodTests {

    private static final ServiceName PETS = ServiceName.of("petdetails");

    @TempDir
    private Path folder;

    @Test
    void readWhenSomethingWasWrittenReturnsAllOfIt() {
        Endpoint endpoint = new Endpoint(
                "id", "10.0.0.1", 8080, true, Endpoint.Status.UP, "a", "v1", 3, 1, Map.of("colour", "\"red\""));
        LastKnownGood disk = LastKnownGood.in(file(), Runnable::run);

        disk.write(Map.of("eureka", Map.of(PETS, List.of(endpoint))));

        assertThat(LastKnownGood.in(file(), Runnable::run).read())
                .isEqualTo(Map.of("eureka", Map.of(PETS, List.of(endpoint))));
    }

    @Test
    void writeWhenItEndsLeavesNoDraftBehind() throws IOException {
        LastKnownGood.in(file(), Runnable::run).write(Map.of());

        try (var files = Files.list(file().getParent())) {
            assertThat(files).containsExactly(file());
        }
    }

    @Test
    void writeWhenTheWriterIsBehindMakesTheLatestOnly() {
        List<Runnable> tasks = new ArrayList<>();
        LastKnownGood disk = LastKnownGood.in(file(), tasks::add);

        disk.write(Map.of("eureka", Map.of(PETS, List.of(Endpoint.of("old", "host", 1)))));
        disk.write(Map.of("eureka", Map.of(PETS, List.of(Endpoint.of("new", "host", 1)))));

        assertThat(tasks).hasSize(1);
        tasks.get(0).run();
        assertThat(disk.read().get("eureka").get(PETS)).extracting(Endpoint::id).containsExactly("new");
    }

    @Test
    void readWhenThereIsNoFileIsEmptyAndQuiet(CapturedOutput output) {
        assertThat(LastKnownGood.in(file(), Runnable::run).read()).isEmpty();
        assertThat(output).doesNotContain("last known endpoints");
    }

    @Test
    void readWhenTheFileIsGarbageSaysSoAndGoesOn(CapturedOutput output) throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "{\"eureka\": {\"petdetails\": [{\"id\": ");

        assertThat(LastKnownGood.in(file(), Runnable::run).read()).isEmpty();
        assertThat(output).containsOnlyOnce("can't be understood and are ignored");
    }

    @Test
    void readWhenAnEndpointIsImpossibleSaysSoAndGoesOn(CapturedOutput output) throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "{\"eureka\": {\"petdetails\": [{\"id\": \"a\", \"host\": \"b\", \"port\": -1}]}}");

        assertThat(LastKnownGood.in(file(), Runnable::run).read()).isEmpty();
        assertThat(output).containsOnlyOnce("can't be understood and are ignored");
    }

    @Test
    void writeWhenItCannotSaysSoOnce(CapturedOutput output) throws IOException {
        Files.writeString(folder.resolve("sub"), "a file where the folder should be");
        LastKnownGood disk = LastKnownGood.in(file(), Runnable::run);

        disk.write(Map.of());
        disk.write(Map.of());

        assertThat(output).containsOnlyOnce("can't be written");
    }

    private Path file() {
        return folder.resolve("sub").resolve("petservice.json");
    }
}
