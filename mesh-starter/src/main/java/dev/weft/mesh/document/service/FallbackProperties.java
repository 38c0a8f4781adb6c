package dev.weft.mesh.document.service;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What stands in for a call that ends in breaker open, limit, no endpoint or deadline: a destination or an answer. */
public class FallbackProperties {

    /** Who is asked instead; not after a deadline. */
    private @Nullable DestinationProperties to;

    /** Status of a fixed answer. */
    private @Nullable Integer status;

    /** Its fields. */
    private Map<String, String> headers = new LinkedHashMap<>();

    /** Its text. */
    private @Nullable String body;

    public @Nullable DestinationProperties getTo() {
        return to;
    }

    public void setTo(@Nullable DestinationProperties to) {
        this.to = to;
    }

    public @Nullable Integer getStatus() {
        return status;
    }

    public void setStatus(@Nullable Integer status) {
        this.status = status;
    }

    public Map<String, String> getHeaders() {
        return headers;
    }

    public void setHeaders(Map<String, String> headers) {
        this.headers = headers;
    }

    public @Nullable String getBody() {
        return body;
    }

    public void setBody(@Nullable String body) {
        this.body = body;
    }
}
