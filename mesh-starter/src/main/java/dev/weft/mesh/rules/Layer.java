package dev.weft.mesh.rules;

/** The kinds of sources that rules come from, the strongest first. */
public enum Layer {
    /** The registry's store. */
    STORE,
    /** Kubernetes HTTPRoutes. */
    HTTP_ROUTES,
    /** The caller's rule files. */
    FILES,
    /** The caller's {@code mesh.services}. */
    APPLICATION
}
