package dev.weft.mesh.autoconfigure;

import dev.weft.mesh.document.egress.EgressProperties;
import dev.weft.mesh.document.service.MatchProperties;
import dev.weft.mesh.document.service.RuleProperties;
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

    /** The machine's metadata server, which is asked for the zone at the start if none is set; 5 s at most. */
    private @Nullable String zoneUrl;

    /** Host names that are called as they are: single labels that are no services, and hosts outside the mesh. */
    private Set<String> passthrough = new LinkedHashSet<>();

    /** What holds for every service that does not say otherwise. */
    @NestedConfigurationProperty
    private RuleProperties defaults = new RuleProperties();

    /** Rules and static instances by the service's logical name. */
    private Map<String, ServiceProperties> services = new LinkedHashMap<>();

    /** Rule documents in files. */
    private final Rules rules = new Rules();

    /** Trouble that rules make on purpose. */
    private final Faults faults = new Faults();

    /** Where endpoints come from. */
    private final Directory directory = new Directory();

    /** How this process and the registry talk. */
    @NestedConfigurationProperty
    private final RegistryProperties registry = new RegistryProperties();

    /** How an instance leaves. */
    private final Drain drain = new Drain();

    /** What the server side does. */
    private final Server server = new Server();

    /** What a gateway does as the mesh's edge. */
    private final Edge edge = new Edge();

    /** Which hosts outside the mesh may be called. */
    @NestedConfigurationProperty
    private final EgressProperties egress = new EgressProperties();

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

    public @Nullable String getZoneUrl() {
        return zoneUrl;
    }

    public void setZoneUrl(@Nullable String zoneUrl) {
        this.zoneUrl = zoneUrl;
    }

    public Set<String> getPassthrough() {
        return passthrough;
    }

    public void setPassthrough(Set<String> passthrough) {
        this.passthrough = passthrough;
    }

    public RuleProperties getDefaults() {
        return defaults;
    }

    public void setDefaults(RuleProperties defaults) {
        this.defaults = defaults;
    }

    public Map<String, ServiceProperties> getServices() {
        return services;
    }

    public void setServices(Map<String, ServiceProperties> services) {
        this.services = services;
    }

    public Rules getRules() {
        return rules;
    }

    public Faults getFaults() {
        return faults;
    }

    public Directory getDirectory() {
        return directory;
    }

    public RegistryProperties getRegistry() {
        return registry;
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

    public EgressProperties getEgress() {
        return egress;
    }

    /** Rule documents in files. */
    public static class Rules {

        /** Files, and folders of files that end with .yml, .yaml or .json; what stands in a later one is stronger. */
        private List<String> location = new ArrayList<>();

        /** How often they are looked at. */
        private Duration refresh = Duration.ofSeconds(1);

        public List<String> getLocation() {
            return location;
        }

        public void setLocation(List<String> location) {
            this.location = location;
        }

        public Duration getRefresh() {
            return refresh;
        }

        public void setRefresh(Duration refresh) {
            this.refresh = refresh;
        }
    }

    /** Trouble that rules make on purpose. */
    public static class Faults {

        /** Whether fault rules have an effect here, whoever wrote them. */
        private boolean enabled = true;

        public boolean isEnabled() {
            return enabled;
        }

        public void setEnabled(boolean enabled) {
            this.enabled = enabled;
        }
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

        /** How long telling the registries that this instance takes no more requests may take, all of them together. */
        private Duration tellWithin = Duration.ofSeconds(2);

        public @Nullable Duration getWait() {
            return wait;
        }

        public void setWait(@Nullable Duration wait) {
            this.wait = wait;
        }

        public Duration getTellWithin() {
            return tellWithin;
        }

        public void setTellWithin(Duration tellWithin) {
            this.tellWithin = tellWithin;
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
            private @Nullable MatchProperties match;

            /** The mesh-route that they get, as service=version; unset: the one that they bring. */
            private @Nullable String route;

            public @Nullable MatchProperties getMatch() {
                return match;
            }

            public void setMatch(@Nullable MatchProperties match) {
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
