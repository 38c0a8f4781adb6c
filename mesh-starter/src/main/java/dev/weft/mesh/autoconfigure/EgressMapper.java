package dev.weft.mesh.autoconfigure;

import dev.weft.mesh.security.EgressEntry;
import dev.weft.mesh.security.EgressPolicy;
import java.util.ArrayList;
import java.util.List;

/** Turns {@code mesh.egress} into a policy, and names the property that can't be. */
final class EgressMapper {

    private EgressMapper() {}

    static EgressPolicy policy(EgressProperties properties) {
        List<EgressEntry> allow = new ArrayList<>();
        for (int i = 0; i < properties.getAllow().size(); i++) {
            String path = "mesh.egress.allow[" + i + "]";
            EgressProperties.Entry entry = properties.getAllow().get(i);
            try {
                allow.add(entry(entry));
            } catch (IllegalArgumentException e) {
                throw new InvalidMeshPropertyException(path, String.valueOf(e.getMessage()));
            }
        }
        return new EgressPolicy(properties.getMode(), allow);
    }

    private static EgressEntry entry(EgressProperties.Entry from) {
        if (from.getHost() == null) {
            throw new IllegalArgumentException("host: none (expected: a host name, *.suffix or an IP address)");
        }
        return new EgressEntry(from.getHost(), from.getPorts(), from.getProtocol(), from.isPrivate());
    }
}
