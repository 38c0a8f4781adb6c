package dev.weft.mesh.document.egress;

import dev.weft.mesh.security.EgressEntry;
import dev.weft.mesh.security.EgressPolicy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What may be written under {@code mesh.egress}. */
public class EgressProperties {

    /** Whether hosts outside the mesh that are not listed may be called; "off" leaves them to the clients altogether. */
    private EgressPolicy.Mode mode = EgressPolicy.Mode.ALLOW;

    /** Hosts outside the mesh that may be called. */
    private List<Entry> allow = new ArrayList<>();

    public EgressPolicy.Mode getMode() {
        return mode;
    }

    public void setMode(EgressPolicy.Mode mode) {
        this.mode = mode;
    }

    public List<Entry> getAllow() {
        return allow;
    }

    public void setAllow(List<Entry> allow) {
        this.allow = allow;
    }

    /** Hosts that may be called. */
    public static class Entry {

        /** Host name, *.suffix, or IP address; required. */
        private @Nullable String host;

        /** Ports; by default 80 for http and 443 for https. */
        private Set<Integer> ports = new LinkedHashSet<>();

        /** What is spoken there; https: over TLS even if the URL says http. By default what the URL says. */
        private EgressEntry.@Nullable Protocol protocol;

        /** Whether the name may stand for private, loopback and other addresses that are not of the public internet. */
        private boolean privateAddresses;

        public @Nullable String getHost() {
            return host;
        }

        public void setHost(@Nullable String host) {
            this.host = host;
        }

        public Set<Integer> getPorts() {
            return ports;
        }

        public void setPorts(Set<Integer> ports) {
            this.ports = ports;
        }

        public EgressEntry.@Nullable Protocol getProtocol() {
            return protocol;
        }

        public void setProtocol(EgressEntry.@Nullable Protocol protocol) {
            this.protocol = protocol;
        }

        public boolean isPrivate() {
            return privateAddresses;
        }

        public void setPrivate(boolean privateAddresses) {
            this.privateAddresses = privateAddresses;
        }
    }
}
