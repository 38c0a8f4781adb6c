package dev.weft.mesh.document.service;

import org.jspecify.annotations.Nullable;

/** A destination and its share of the requests. */
public class ShareProperties extends DestinationProperties {

    /** Share in proportion to the other destinations, 0 to 1,000,000; default 1. */
    private @Nullable Integer weight;

    /** Changes to the fields of requests that go there. */
    private EditsProperties requestHeaders = new EditsProperties();

    /** Changes to the fields of responses that come from there. */
    private EditsProperties responseHeaders = new EditsProperties();

    public @Nullable Integer getWeight() {
        return weight;
    }

    public void setWeight(@Nullable Integer weight) {
        this.weight = weight;
    }

    public EditsProperties getRequestHeaders() {
        return requestHeaders;
    }

    public void setRequestHeaders(EditsProperties requestHeaders) {
        this.requestHeaders = requestHeaders;
    }

    public EditsProperties getResponseHeaders() {
        return responseHeaders;
    }

    public void setResponseHeaders(EditsProperties responseHeaders) {
        this.responseHeaders = responseHeaders;
    }
}
