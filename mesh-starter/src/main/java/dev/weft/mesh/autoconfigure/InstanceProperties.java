package dev.weft.mesh.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An instance that no registry needs to know. */
public class InstanceProperties {

    /** Instance id; by default host and port. */
    private @Nullable String id;

    /** Host name or address. */
    private @Nullable String host;

    /** Port, 1 to 65535. */
    private @Nullable Integer port;

    /** Whether the port speaks TLS; default false. */
    private @Nullable Boolean secure;

    /** Zone that it runs in. */
    private @Nullable String zone;

    /** Version that it runs. */
    private @Nullable String version;

    /** Share of the load; default 1. */
    private @Nullable Integer weight;

    /** Failover level, 0 first; default 0. */
    private @Nullable Integer priority;

    /** Whatever else rules may select it by. */
    private Map<String, String> metadata = new LinkedHashMap<>();

    public @Nullable String getId() {
        return id;
    }

    public void setId(@Nullable String id) {
        this.id = id;
    }

    public @Nullable String getHost() {
        return host;
    }

    public void setHost(@Nullable String host) {
        this.host = host;
    }

    public @Nullable Integer getPort() {
        return port;
    }

    public void setPort(@Nullable Integer port) {
        this.port = port;
    }

    public @Nullable Boolean getSecure() {
        return secure;
    }

    public void setSecure(@Nullable Boolean secure) {
        this.secure = secure;
    }

    public @Nullable String getZone() {
        return zone;
    }

    public void setZone(@Nullable String zone) {
        this.zone = zone;
    }

    public @Nullable String getVersion() {
        return version;
    }

    public void setVersion(@Nullable String version) {
        this.version = version;
    }

    public @Nullable Integer getWeight() {
        return weight;
    }

    public void setWeight(@Nullable Integer weight) {
        this.weight = weight;
    }

    public @Nullable Integer getPriority() {
        return priority;
    }

    public void setPriority(@Nullable Integer priority) {
        this.priority = priority;
    }

    public Map<String, String> getMetadata() {
        return metadata;
    }

    public void setMetadata(Map<String, String> metadata) {
        this.metadata = metadata;
    }
}
