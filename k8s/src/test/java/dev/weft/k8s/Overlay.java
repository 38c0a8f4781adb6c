package dev.weft.k8s;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The folders that {@code kubectl kustomize} builds, each once. */
enum Overlay {
    LOCAL("local"),
    GKE("gke"),
    GKE_INTERNAL("gke-internal"),
    GKE_WINDOWS("gke-windows"),
    GKE_HTTPROUTES("gke-httproutes");

    private static final Path OVERLAYS = Path.of("overlays");

    private final String folder;
    private @Nullable Manifests manifests;

    Overlay(String folder) {
        this.folder = folder;
    }

    /** What comes of it; skips the test where there is nothing to build it by. */
    synchronized Manifests manifests() {
        Skip.unless(Kubectl.MISSING.isEmpty(), "the Kubernetes manifests: " + Kubectl.MISSING);
        if (manifests == null) {
            manifests = new Manifests(Document.parse(
                    Kubectl.run("kustomize", OVERLAYS.resolve(folder).toString())));
        }
        return manifests;
    }

    @Override
    public String toString() {
        return folder;
    }
}
