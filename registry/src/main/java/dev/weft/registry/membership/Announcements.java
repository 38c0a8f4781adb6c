package dev.weft.registry.membership;

import com.netflix.appinfo.InstanceInfo;
import com.netflix.appinfo.InstanceInfo.InstanceStatus;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the listeners what has changed since they were last told. Whoever has changed an instance comes here afterwards, and
 * what it is now is read while nobody else tells of the same instance: so the last word is always the registry's, in
 * whatever order those who changed it arrive, and what happens twice is told once.
 */
final class Announcements {

    private static final Logger log = LoggerFactory.getLogger(Announcements.class);

    private final Supplier<List<MembershipListener>> listeners;
    private final Map<InstanceKey, Told> told = new ConcurrentHashMap<>();

    Announcements(Supplier<List<MembershipListener>> listeners) {
        this.listeners = listeners;
    }

    /**
     * Tells of the instance, if there is anything to tell.
     *
     * @param lapsed whether it is because its lease has ended
     * @param current reads what the registry now has of it; called once
     */
    void announce(InstanceKey key, boolean lapsed, Supplier<@Nullable InstanceInfo> current) {
        told.compute(key, (same, before) -> {
            InstanceInfo now = current.get();
            Told after = now == null ? null : new Told(now, now.getStatus());
            tell(key, before == null ? null : before.status, after == null ? null : after.status, lapsed);
            return after;
        });
    }

    /** Whether the instance's status is another than was told: a heartbeat can bring that about. */
    boolean isStale(InstanceKey key) {
        Told last = told.get(key);
        return last == null || last.instance.getStatus() != last.status;
    }

    private void tell(
            InstanceKey key, @Nullable InstanceStatus before, @Nullable InstanceStatus after, boolean lapsed) {
        if (before == null && after == null) {
            return;
        }
        String service = key.application().toLowerCase(Locale.ROOT);
        MembershipChange change = new MembershipChange(service, key.instance(), before, after, lapsed && after == null);
        for (MembershipListener listener : listeners.get()) {
            try {
                listener.changed(change);
            } catch (RuntimeException e) {
                log.error("{} could not take in {}", listener, change, e);
            }
        }
    }

    /** The instance, as the registry holds and changes it, and the status that was told. */
    private record Told(InstanceInfo instance, InstanceStatus status) {}
}
