package dev.weft.registry.membership;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long ago instances were last heard of. */
public interface LeaseAges {

    /**
     * The time since an instance's last heartbeat, or null if it has no lease.
     *
     * @param application the service's name as Eureka spells it, in capitals
     */
    @Nullable
    Duration leaseAge(String application, String instance);
}
