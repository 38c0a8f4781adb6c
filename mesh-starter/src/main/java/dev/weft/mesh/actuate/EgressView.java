package dev.weft.mesh.actuate;

import dev.weft.mesh.directory.OutsideHosts;
import dev.weft.mesh.security.EgressDocument;
import dev.weft.mesh.security.EgressEntry;
import dev.weft.mesh.security.EgressPolicy;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which hosts outside the mesh may be called.
 *
 * @param source where that is written: {@code application}, or a file and its line
 * @param mode what holds for a host that is not listed
 * @param allow the hosts that are listed, as they are written in a configuration
 * @param refused how many calls were refused, by host and port
 */
public record EgressView(String source, String mode, List<String> allow, Map<String, Long> refused) {

    static EgressView of(OutsideHosts hosts) {
        EgressDocument egress = hosts.egress();
        EgressPolicy policy = egress.policy();
        return new EgressView(
                egress.source(),
                policy.mode().name().toLowerCase(Locale.ROOT),
                policy.allow().stream().map(EgressEntry::toString).toList(),
                hosts.refusals().byHost());
    }
}
