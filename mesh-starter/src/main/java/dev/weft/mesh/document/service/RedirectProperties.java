package dev.weft.mesh.document.service;

import org.jspecify.annotations.Nullable;

/** An answer that sends the client elsewhere; what is not set stays as it is. */
public class RedirectProperties extends RewriteProperties {

    /** http or https. */
    private @Nullable String scheme;

    /** The port. */
    private @Nullable Integer port;

    /** 301, 302, 303, 307 or 308; default 302. */
    private @Nullable Integer status;

    public @Nullable String getScheme() {
        return scheme;
    }

    public void setScheme(@Nullable String scheme) {
        this.scheme = scheme;
    }

    public @Nullable Integer getPort() {
        return port;
    }

    public void setPort(@Nullable Integer port) {
        this.port = port;
    }

    public @Nullable Integer getStatus() {
        return status;
    }

    public void setStatus(@Nullable Integer status) {
        this.status = status;
    }
}
