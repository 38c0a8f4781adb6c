package dev.weft.mesh.document.service;

import org.jspecify.annotations.Nullable;

/** A value by which equal requests stay together; one of the four. */
public class KeyProperties {

    /** Header by whose value requests stay together. */
    private @Nullable String header;

    /** Cookie by whose value requests stay together. */
    private @Nullable String cookie;

    /** Query parameter by whose value requests stay together. */
    private @Nullable String query;

    /** Whether requests stay together that are made for the same signed-in user. */
    private boolean identity;

    public @Nullable String getHeader() {
        return header;
    }

    public void setHeader(@Nullable String header) {
        this.header = header;
    }

    public @Nullable String getCookie() {
        return cookie;
    }

    public void setCookie(@Nullable String cookie) {
        this.cookie = cookie;
    }

    public @Nullable String getQuery() {
        return query;
    }

    public void setQuery(@Nullable String query) {
        this.query = query;
    }

    public boolean isIdentity() {
        return identity;
    }

    public void setIdentity(boolean identity) {
        this.identity = identity;
    }
}
