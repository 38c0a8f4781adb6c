package dev.weft.mesh.document.service;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A copy of requests for somebody else to see. */
public class MirrorProperties {

    /** Who gets the copies. */
    private @Nullable DestinationProperties to;

    /** So many percent of the requests are copied, to two decimals; default 100. */
    private @Nullable Double percent;

    /** Those of authorization, cookie and proxy-authorization that a copy keeps; default none. */
    private Set<String> credentials = new LinkedHashSet<>();

    public @Nullable DestinationProperties getTo() {
        return to;
    }

    public void setTo(@Nullable DestinationProperties to) {
        this.to = to;
    }

    public @Nullable Double getPercent() {
        return percent;
    }

    public void setPercent(@Nullable Double percent) {
        this.percent = percent;
    }

    public Set<String> getCredentials() {
        return credentials;
    }

    public void setCredentials(Set<String> credentials) {
        this.credentials = credentials;
    }
}
