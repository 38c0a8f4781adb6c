package dev.weft.mesh.document.service;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How endpoints are checked that get no requests. */
public class HealthProperties {

    /** What is asked for with GET; an answer of 2xx says that the endpoint is well. */
    private @Nullable String path;

    /** From one check of an endpoint to the next, 1 s at least; 0 for no checks; default 10 s. */
    private @Nullable Duration interval;

    public @Nullable String getPath() {
        return path;
    }

    public void setPath(@Nullable String path) {
        this.path = path;
    }

    public @Nullable Duration getInterval() {
        return interval;
    }

    public void setInterval(@Nullable Duration interval) {
        this.interval = interval;
    }
}
