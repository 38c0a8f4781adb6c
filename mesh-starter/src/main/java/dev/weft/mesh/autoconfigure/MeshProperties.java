package dev.weft.mesh.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/** What a user may set under {@code mesh}. A key that is not here stops the start. */
@ConfigurationProperties(prefix = "mesh", ignoreUnknownFields = false)
public class MeshProperties {

    /** Whether calls by logical name go through the mesh. */
    private boolean enabled = true;

    /** Zone that this process runs in; by default the registry's metadata entry "zone" of this instance. */
    private @Nullable String zone;

    /** Single-label host names that are no services and are called as they are. */
    private Set<String> passthrough = new LinkedHashSet<>();

    /** What holds for every service that does not say otherwise. */
    @NestedConfigurationProperty
    private ServiceProperties defaults = new ServiceProperties();

    /** Rules and static instances by the service's logical name. */
    private Map<String, ServiceProperties> services = new LinkedHashMap<>();

    /** Where endpoints come from. */
    private final Directory directory = new Directory();

    /** How an instance leaves. */
    private final Drain drain = new Drain();

    /** What the server side does. */
    private final Server server = new Server();

    /** What a gateway does as the mesh's edge. */
    private final Edge edge = new Edge();

    public boolean isEnabled() {
        return enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public @Nullable String getZone() {
        return zone;
    }

    public void setZone(@Nullable String zone) {
        this.zone = zone;
    }

    public Set<String> getPassthrough() {
        return passthrough;
    }

    public void setPassthrough(Set<String> passthrough) {
        this.passthrough = passthrough;
    }

    public ServiceProperties getDefaults() {
        return defaults;
    }

    public void setDefaults(ServiceProperties defaults) {
        this.defaults = defaults;
    }

    public Map<String, ServiceProperties> getServices() {
        return services;
    }

    public void setServices(Map<String, ServiceProperties> services) {
        this.services = services;
    }

    public Directory getDirectory() {
        return directory;
    }

    public Drain getDrain() {
        return drain;
    }

    public Server getServer() {
        return server;
    }

    public Edge getEdge() {
        return edge;
    }

    /** Where endpoints come from. */
    public static class Directory {

        /** File that keeps the last known endpoints over a restart; empty to keep none. By default in the temp folder. */
        private @Nullable String lastKnownGood;

        public @Nullable String getLastKnownGood() {
            return lastKnownGood;
        }

        public void setLastKnownGood(@Nullable String lastKnownGood) {
            this.lastKnownGood = lastKnownGood;
        }
    }

    /** How an instance leaves. */
    public static class Drain {

        /** How long peers get to see that this instance leaves; 0 to not wait; by default a fetch interval and 2 s. */
        private @Nullable Duration wait;

        public @Nullable Duration getWait() {
            return wait;
        }

        public void setWait(@Nullable Duration wait) {
            this.wait = wait;
        }
    }

    /** What a gateway does as the mesh's edge. */
    public static class Edge {

        /** Whether a gateway takes the fields by which meshes talk (mesh-*, x-envoy-*, l5d-*) from what comes in. */
        private boolean enabled = true;

        /** Requests from outside that may say, or are told, where the calls below them go (mesh-route). */
        private List<Override> overrides = new ArrayList<>();

        public boolean isEnabled() {
            return enabled;
        }

        public void setEnabled(boolean enabled) {
            this.enabled = enabled;
        }

        public List<Override> getOverrides() {
            return overrides;
        }

        public void setOverrides(List<Override> overrides) {
            this.overrides = overrides;
        }

        /** What is done to certain requests from outside. */
        public static class Override {

            /** Which requests; required. */
            private RouteProperties.@Nullable Match match;

            /** The mesh-route that they get, as service=version; unset: the one that they bring. */
            private @Nullable String route;

            public RouteProperties.@Nullable Match getMatch() {
                return match;
            }

            public void setMatch(RouteProperties.@Nullable Match match) {
                this.match = match;
            }

            public @Nullable String getRoute() {
                return route;
            }

            public void setRoute(@Nullable String route) {
                this.route = route;
            }
        }
    }

    /** What the server side does. */
    public static class Server {

        /** Whether answers list the instances that served them (mesh-via). */
        private boolean via = true;

        public boolean isVia() {
            return via;
        }

        public void setVia(boolean via) {
            this.via = via;
        }
    }
}
