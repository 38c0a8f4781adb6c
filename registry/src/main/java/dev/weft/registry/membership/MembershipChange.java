package dev.weft.registry.membership;

import com.netflix.appinfo.InstanceInfo.InstanceStatus;
import org.jspecify.annotations.Nullable;

/**
 * What became of one instance. Before and after are the same where something else of it changed, such as its metadata.
 *
 * @param service the logical name, in lower case
 * @param instance the instance's id
 * @param before its status until now, or null if it was no member
 * @param after its status from now on, or null if it is no member any more
 * @param lapsed whether it has left because its lease has ended, and nobody has said so
 */
public record MembershipChange(
        String service,
        String instance,
        @Nullable InstanceStatus before,
        @Nullable InstanceStatus after,
        boolean lapsed) {

    public MembershipChange {
        if (before == null && after == null) {
            throw new IllegalArgumentException(
                    instance + " of " + service + " was no member and is none (expected: one of both)");
        }
    }

    /** Whether it takes traffic from now on and did not before. */
    public boolean isUp() {
        return before != InstanceStatus.UP && after == InstanceStatus.UP;
    }

    /** Whether it has left: on purpose, or because its lease ended. */
    public boolean isGone() {
        return after == null;
    }
}
