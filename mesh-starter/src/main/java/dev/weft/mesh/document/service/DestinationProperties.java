package dev.weft.mesh.document.service;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who gets requests. */
public class DestinationProperties {

    /** Service that gets them; by default the one that was called. */
    private @Nullable String service;

    /** Version that the endpoints must run. */
    private @Nullable String version;

    /** Metadata that the endpoints must carry. */
    private Map<String, String> metadata = new LinkedHashMap<>();

    public @Nullable String getService() {
        return service;
    }

    public void setService(@Nullable String service) {
        this.service = service;
    }

    public @Nullable String getVersion() {
        return version;
    }

    public void setVersion(@Nullable String version) {
        this.version = version;
    }

    public Map<String, String> getMetadata() {
        return metadata;
    }

    public void setMetadata(Map<String, String> metadata) {
        this.metadata = metadata;
    }
}
