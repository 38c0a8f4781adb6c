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
            return refused(parent.reason(), String.valueOf(parent.problem()));
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

    /** Of one that has to wait until the last change of its Service's routes is old enough. */
    static Verdict soon() {
        return new Verdict(
                true, "Accepted", "in force in a moment: its Service's routes have changed just before", false);
    }

    /** Of one that another registry has written over, by what it sees. */
    static Verdict disputed(ServiceName service) {
        return refused(
                "Pending",
                "another registry keeps other routes of " + service
                        + " (expected: all registries read one namespace of one cluster, and are of one version)");
    }

    /** Of one whose Service has HTTPRoutes of another namespace: they stay until somebody takes them away. */
    static Verdict foreign(ServiceName service, String namespace) {
        return refused(
                "Pending",
                "HTTPRoutes of namespace " + namespace + " are in force for " + service
                        + " (expected: all registries read one namespace; meshctl delete " + service
                        + " --httproutes takes away what none of them reads any more)");
    }

    private static Verdict refused(String reason, String message) {
        return new Verdict(false, reason, message, false);
    }
}
