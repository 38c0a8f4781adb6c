package dev.weft.mesh.document.service;

import org.jspecify.annotations.Nullable;

/** Changes to where a request says it goes; what is not set stays as it is. */
public class RewriteProperties {

    /** The new host. */
    private @Nullable String host;

    /** The new path. */
    private @Nullable String path;

    /** What replaces the matched prefix. */
    private @Nullable String pathPrefix;

    public @Nullable String getHost() {
        return host;
    }

    public void setHost(@Nullable String host) {
        this.host = host;
    }

    public @Nullable String getPath() {
        return path;
    }

    public void setPath(@Nullable String path) {
        this.path = path;
    }

    public @Nullable String getPathPrefix() {
        return pathPrefix;
    }

    public void setPathPrefix(@Nullable String pathPrefix) {
        this.pathPrefix = pathPrefix;
    }
}
