package dev.weft.mesh.directory;

import com.netflix.appinfo.InstanceInfo;
import com.netflix.appinfo.InstanceInfo.ActionType;
import com.netflix.appinfo.LeaseInfo;
import com.netflix.discovery.shared.Application;
import com.netflix.discovery.shared.Applications;
import dev.weft.mesh.model.Endpoint;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Who left on purpose, as far as Eureka's deltas show it. They tell of a cancelled lease and of one that ran out in the
 * same words, but with the times: a lease that ended before it could run out was cancelled.
 */
public final class Cancellations {

    private final AtomicReference<Set<Endpoint.Key>> cancelled = new AtomicReference<>(Set.of());

    /** Takes a delta in, instead of the one before: deltas repeat what happened in the last minutes. */
    void seen(Applications delta) {
        Set<Endpoint.Key> found = new HashSet<>();
        for (Application application : delta.getRegisteredApplications()) {
            for (InstanceInfo instance : application.getInstancesAsIsFromEureka()) {
                if (instance.getActionType() == ActionType.DELETED && leftOnPurpose(instance.getLeaseInfo())) {
                    found.add(new Endpoint.Key(instance.getId(), instance.getHostName(), port(instance)));
                }
            }
        }
        cancelled.set(found);
    }

    /** What the last delta told, once. */
    Set<Endpoint.Key> take() {
        return cancelled.getAndSet(Set.of());
    }

    private static boolean leftOnPurpose(LeaseInfo lease) {
        long runsOut = lease.getRenewalTimestamp() + lease.getDurationInSecs() * 1_000L;
        return lease.getEvictionTimestamp() > 0 && lease.getEvictionTimestamp() <= runsOut;
    }

    private static int port(InstanceInfo instance) {
        return instance.isPortEnabled(InstanceInfo.PortType.SECURE) ? instance.getSecurePort() : instance.getPort();
    }
}
