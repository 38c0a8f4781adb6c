package dev.weft.mesh.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The Gateway API's conformance manifests, in the folder that the system property names. */
final class Manifests {

    private static final String FOLDER = System.getProperty("weft.gateway-api");
    private static final String INFRA = "same-namespace";

    private Manifests() {}

    /** Skips the test if the manifests aren't there. */
    static void assumeThere() {
        assumeThat(FOLDER)
                .as(
                        "the Gateway API's conformance manifests are NOT checked: -Dweft.gateway-api=<their folder> is missing")
                .isNotNull();
        assertThat(Path.of(FOLDER)).isDirectory();
    }

    static List<String> all() {
        Path folder = Path.of(FOLDER);
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(file -> folder.relativize(file).toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .map(name -> name.substring(0, name.length() - ".yaml".length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(String name) {
        try {
            return Files.readString(Path.of(FOLDER, name + ".yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As the gateway goes by it that most of the manifests are for. */
    static Routing atGateway(String name) {
        return Routing.atGateway(text(name), INFRA);
    }

    /** As the callers of the service go by it that most of the mesh's manifests are for: by its port 80. */
    static Routing toEcho(String name) {
        return Routing.toService(text("mesh/" + name), "echo");
    }
}
