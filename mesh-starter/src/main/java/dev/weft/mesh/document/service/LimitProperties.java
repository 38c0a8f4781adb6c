package dev.weft.mesh.document.service;

import org.jspecify.annotations.Nullable;

/** How much of a service may be used at once. */
public class LimitProperties {

    /** So many calls under way; default 1,024, or what resilience4j.bulkhead.instances says of the service. */
    private @Nullable Integer requests;

    /** So many connections to one endpoint; default 256. */
    private @Nullable Integer connections;

    public @Nullable Integer getRequests() {
        return requests;
    }

    public void setRequests(@Nullable Integer requests) {
        this.requests = requests;
    }

    public @Nullable Integer getConnections() {
        return connections;
    }

    public void setConnections(@Nullable Integer connections) {
        this.connections = connections;
    }
}
