package dev.weft.k8s;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An image as {@code jib:buildTar} writes it.
 *
 * @param name as manifests name it
 */
record ImageTar(Path layout, String name) {

    static ImageTar read(Path tar, Path folder) throws IOException {
        Path layout = Files.createDirectory(folder.resolve("layout"));
        Command.run("tar", "-xf", tar.toString(), "-C", layout.toString()).orThrow();
        String name = JsonParser.parseString(Files.readString(layout.resolve("index.json")))
                .getAsJsonObject()
                .getAsJsonArray("manifests")
                .get(0)
                .getAsJsonObject()
                .getAsJsonObject("annotations")
                .get("org.opencontainers.image.ref.name")
                .getAsString();
        return new ImageTar(layout, name);
    }

    /** For the first workload of one's own cluster that names it. */
    Bundle unpack(Path folder) {
        Manifests manifests = Overlay.LOCAL.manifests();
        Workload workload = manifests.workloads().stream()
                .filter(candidate -> name.equals(candidate.container().getImage()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no manifest of overlays/local names " + name + " (expected: built without -Dimage.registry)"));
        Path bundle = folder.resolve(workload.name());
        Command.run("umoci", "unpack", "--image", layout + ":" + name, bundle.toString())
                .orThrow();
        return new Bundle(bundle, workload, manifests);
    }
}
