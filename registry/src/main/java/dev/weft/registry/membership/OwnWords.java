package dev.weft.registry.membership;

import com.netflix.appinfo.InstanceInfo;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What instances say of themselves, which holds whatever their clocks say. Eureka goes by the time at which an instance has
 * changed, and keeps what it has where that is later: of an instance whose clock was set back it would hear nothing more. So a
 * registration that comes from the instance itself gets a time after that of the one that is held, and peers, which get
 * it with this time, follow.
 *
 * <p>It may be no clock but an older registration that was on its way for longer: then the instance's heartbeats name another
 * time than this registration did, and it is asked to register once more.
 *
 * <p>A peer's word that an instance has left carries no time at all, and comes late where the peer could not be reached: the
 * instance may be back since, and speak to this registry. Then its own word counts. Thread-safe.
 */
final class OwnWords {

    /** Who speaks to this registry has not been silent for longer: two heartbeats, as often as they come by default. */
    private static final long SPEAKS_NANOS = Duration.ofSeconds(10).toNanos();

    /** When instances last said themselves that they are there. */
    private final Map<InstanceKey, Long> spoke = new ConcurrentHashMap<>();

    /** The times that instances themselves have named, where they were not kept. */
    private final Map<InstanceKey, Long> named = new ConcurrentHashMap<>();

    /** Called before an instance's own registration is taken. */
    void take(InstanceKey key, InstanceInfo coming, @Nullable InstanceInfo held) {
        long own = coming.getLastDirtyTimestamp();
        if (held != null && held.getLastDirtyTimestamp() > own) {
            named.put(key, own);
            coming.setLastDirtyTimestamp(held.getLastDirtyTimestamp() + 1);
        } else {
            named.remove(key);
        }
    }

    /** Whether what was taken from the instance is not what it says now, by the time that its heartbeat names, if any. */
    boolean isOutdated(InstanceKey key, @Nullable String time) {
        Long own = named.get(key);
        return own != null && time != null && !time.equals(own.toString());
    }

    /** The instance has registered here, or sent a heartbeat. */
    void spoke(InstanceKey key, long nanos) {
        spoke.put(key, nanos);
    }

    /** Whether the instance itself says here that it is up, whatever a peer has heard before. */
    boolean speaks(InstanceKey key, @Nullable InstanceInfo held, long nanos) {
        Long last = spoke.get(key);
        return last != null
                && nanos - last < SPEAKS_NANOS
                && held != null
                && held.getStatus() == InstanceInfo.InstanceStatus.UP;
    }

    void forget(InstanceKey key) {
        named.remove(key);
        spoke.remove(key);
    }
}
