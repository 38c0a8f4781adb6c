package dev.weft.mesh.document.egress;

import dev.weft.mesh.document.service.InvalidRuleException;
import dev.weft.mesh.security.EgressEntry;
import dev.weft.mesh.security.EgressPolicy;
import java.util.ArrayList;
import java.util.List;

/** Turns {@code mesh.egress} as it is written into a policy, and names the property that can't be. */
public final class EgressMapper {

    private EgressMapper() {}

    /**
     * What is written.
     *
     * @throws InvalidRuleException if it can't be used
     */
    public static EgressPolicy policy(EgressProperties from) {
        List<EgressEntry> allow = new ArrayList<>();
        for (int i = 0; i < from.getAllow().size(); i++) {
            try {
                allow.add(entry(from.getAllow().get(i)));
            } catch (IllegalArgumentException e) {
                throw InvalidRuleException.in("allow[" + i + "]", String.valueOf(e.getMessage()));
            }
        }
        return new EgressPolicy(from.getMode(), allow);
    }

    private static EgressEntry entry(EgressProperties.Entry from) {
        if (from.getHost() == null) {
            throw new IllegalArgumentException("no host (expected: a host name, *.suffix or an IP address)");
        }
        return new EgressEntry(from.getHost(), from.getPorts(), from.getProtocol(), from.isPrivate());
    }
}
