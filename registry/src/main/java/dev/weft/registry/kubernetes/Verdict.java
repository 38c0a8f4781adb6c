package dev.weft.registry.kubernetes;

import dev.weft.mesh.model.ServiceName;
import dev.weft.registry.check.Layered;
import dev.weft.registry.store.Revision;
import dev.weft.registry.store.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * What has become of an HTTPRoute for one of its parents, in the words of the Gateway API.
 *
 * @param accepted whether it is rules
 * @param reason of the condition Accepted
 * @param message in words, which also say if the store hides it
 * @param hidden whether it does
 */
record Verdict(boolean accepted, String reason, String message, boolean hidden) {

    private static final String KEPT = ": what was in force for it before stays so";

    static Verdict of(HttpRoute route, HttpRoute.Parent parent, @Nullable ServiceRoutes its, Snapshot store) {
        ServiceName service = parent.service();
        if (service == null || its == null) {
            return refused("UnsupportedValue", String.valueOf(parent.problem()));
        }
        String problem = its.refused().get(route.name());
        if (problem != null) {
            return refused("UnsupportedValue", problem + KEPT);
        }
        if (!its.refused().isEmpty()) {
            return refused(
                    "Pending",
                    "HTTPRoute "
                            + String.join(
                                    ", ",
                                    its.refused().keySet().stream().sorted().toList())
                            + " of the same Service can't be used" + KEPT);
        }
        Revision people = store.of(service);
        String hidden = Layered.of(service, people == null ? null : people.document(), its.text())
                .hidden();
        return hidden == null || people == null
                ? new Verdict(true, "Accepted", "in force for all who call " + service, false)
                : new Verdict(
                        true,
                        "Accepted",
                        "routes hidden: " + hidden + ", since revision " + people.number() + " by " + people.author(),
                        true);
    }

    private static Verdict refused(String reason, String message) {
        return new Verdict(false, reason, message, false);
    }
}
