package dev.weft.registry.membership;

import com.netflix.appinfo.InstanceInfo;
import com.netflix.appinfo.LeaseInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What instances say of themselves, which holds whatever their clocks say. Eureka goes by the time at which an instance has
 * changed, and keeps what it has where that is later: of an instance whose clock was set back it would hear nothing more. So a
 * registration that comes from the instance itself gets a time after that of the one that is held, and peers, which get
 * it with this time, follow.
 *
 * <p>It may be no clock but an older registration that was on its way for longer, of the instance or of the one before it that had
 * its id: then the instance's heartbeats name another time than this registration did, and it is asked to register once more. So it
 * is where a peer has taken such a registration, and tells of it what is newer than what the instance has said here.
 *
 * <p>A peer's word that an instance has left carries no time at all, and comes late where the peer could not be reached: the
 * instance may be back since, and speak to this registry. Then it counts only once the instance has missed a heartbeat.
 * Thread-safe.
 */
final class OwnWords {

    /** Whoever has missed none of his heartbeats has been silent for no longer than this, and some of what is late. */
    private static final double HEARTBEATS = 1.5;

    /** Of an instance that does not say how often its heartbeats come. */
    private static final int DEFAULT_HEARTBEAT_SECONDS = 5;

    /** What peers have said of instances that had just spoken here. */
    private final Map<InstanceKey, Left> doubted = new ConcurrentHashMap<>();

    /** When instances last said themselves that they are there. */
    private final Map<InstanceKey, Long> spoke = new ConcurrentHashMap<>();

    /** What instances have last registered here themselves. */
    private final Map<InstanceKey, Word> words = new ConcurrentHashMap<>();

    /** Called before an instance's own registration is taken. */
    void take(InstanceKey key, InstanceInfo coming, @Nullable InstanceInfo held) {
        long own = coming.getLastDirtyTimestamp();
        if (held != null && held.getLastDirtyTimestamp() > own) {
            coming.setLastDirtyTimestamp(held.getLastDirtyTimestamp() + 1);
        }
        words.put(key, new Word(own, coming.getLastDirtyTimestamp()));
    }

    /** Whether what is held of the instance is not what it says now, by the time that its heartbeat names, if any. */
    boolean isOutdated(InstanceKey key, @Nullable InstanceInfo held, @Nullable Long time) {
        if (held == null || time == null) {
            return false;
        }
        Word word = words.get(key);
        long since = held.getLastDirtyTimestamp();
        // Asked once: by the next heartbeat what is held is its own word, whatever time that names.
        boolean elses = since > time && (word == null || since > word.given);
        return elses || word != null && word.given != word.own && word.own != time;
    }

    /** The instance has registered here, or sent a heartbeat. */
    void spoke(InstanceKey key, long nanos) {
        spoke.put(key, nanos);
    }

    /**
     * A peer says that an instance has left.
     *
     * @return whether that is to be believed at once: not of one that speaks here, which is given the time of a heartbeat to
     *     say otherwise
     */
    boolean left(InstanceKey key, @Nullable InstanceInfo held, long nanos) {
        Long last = spoke.get(key);
        if (last == null || held == null || held.getStatus() == InstanceInfo.InstanceStatus.DOWN) {
            return true;
        }
        long patience = (long) (HEARTBEATS * heartbeatNanos(held.getLeaseInfo()));
        if (nanos - last >= patience) {
            return true;
        }
        doubted.put(key, new Left(last, last + patience));
        return false;
    }

    /** Those of whom it was not believed that they have left, and who have said nothing since. */
    List<InstanceKey> silentSince(long nanos) {
        List<InstanceKey> silent = new ArrayList<>();
        doubted.forEach((key, word) -> {
            Long last = spoke.get(key);
            if (last == null || last != word.spoke) {
                doubted.remove(key, word);
            } else if (nanos - word.until >= 0 && doubted.remove(key, word)) {
                silent.add(key);
            }
        });
        return silent;
    }

    private static long heartbeatNanos(@Nullable LeaseInfo lease) {
        int seconds = lease == null ? 0 : lease.getRenewalIntervalInSecs();
        return TimeUnit.SECONDS.toNanos(seconds > 0 ? seconds : DEFAULT_HEARTBEAT_SECONDS);
    }

    void forget(InstanceKey key) {
        words.remove(key);
        spoke.remove(key);
        doubted.remove(key);
    }

    /**
     * An instance's registration.
     *
     * @param own when the instance had last changed, by its own clock
     * @param given the time with which that was taken
     */
    private record Word(long own, long given) {}

    /**
     * A peer's word that is not believed yet.
     *
     * @param spoke when the instance had last spoken here
     * @param until when it is believed unless the instance speaks
     */
    private record Left(long spoke, long until) {}
}
