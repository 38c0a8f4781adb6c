package dev.weft.registry.membership;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which instances have been silent for too long.
 *
 * <p>The idea: a lease ends when its instance has missed three heartbeats. Where most of all instances fall silent together,
 * the fault is rather between them and the registry, so then no lease ends until they are back. Instances that are cut off
 * together have last been heard at different moments within one heartbeat; so the silent are counted from their second
 * missed heartbeat on, and the pause begins before the first of their leases would end. It is no pause for ever: while
 * others are heard, those of whom nothing has come for much longer are gone.
 *
 * <p>The cost: a renewal is one look-up and one write, however many instances there are; a look is one pass over all of
 * them.
 *
 * <p>No clock of its own: time comes in as monotonic nanoseconds. Safe for use by several threads, but only one may look.
 */
final class Leases {

    /** After how much silence a lease ends, unless its instance says that its heartbeats come less often. */
    static final Duration LENGTH = Duration.ofSeconds(15);

    private static final int HEARTBEATS = 3;

    /** So few may well die together: of one machine, of a laptop. */
    private static final int FEWEST_OF_A_MASS = 3;

    /** A look that comes later than this says that the registry itself stood still, and was deaf meanwhile. */
    private static final long STALL = Duration.ofSeconds(2).toNanos();

    private static final long PAUSE_AFTER_STALL = LENGTH.toNanos() / HEARTBEATS;

    private final Map<InstanceKey, Lease> leases = new ConcurrentHashMap<>();

    /** Until when an instance whose lease has ended still counts among the silent. */
    private final Map<InstanceKey, Long> ended = new ConcurrentHashMap<>();

    private final long longestSilence;
    private long lastLook;

    /** Since when somebody has been heard at every look: what of others' silence is not the registry's deafness. */
    private long hearingSince;

    /** The end of the pause for all leases, after a stall; and for those of no more than the longest silence. */
    private long pausedUntil;

    private long massUntil;

    /**
     * Nobody is there yet.
     *
     * @param longestSilence after how much silence a lease ends although most are silent, as long as others are heard
     */
    Leases(Duration longestSilence, long nanos) {
        this.longestSilence = longestSilence.toNanos();
        this.lastLook = nanos;
        this.hearingSince = nanos;
        this.pausedUntil = nanos;
        this.massUntil = nanos;
    }

    /** Gives the instance a lease, or a fresh one. */
    void grant(InstanceKey key, Duration heartbeat, long nanos) {
        long length =
                Math.max(LENGTH.toNanos(), heartbeat.multipliedBy(HEARTBEATS).toNanos());
        leases.put(key, new Lease(length, nanos));
        ended.remove(key);
    }

    /** Notes a heartbeat; nothing happens if there is no lease. */
    void renew(InstanceKey key, long nanos) {
        Lease lease = leases.get(key);
        if (lease != null) {
            lease.renewed = nanos;
        }
    }

    /** The time since the last heartbeat, or null if there is no lease. */
    @Nullable
    Duration age(InstanceKey key, long nanos) {
        Lease lease = leases.get(key);
        return lease == null ? null : Duration.ofNanos(Math.max(0, nanos - lease.renewed));
    }

    /** Forgets an instance that has left on purpose. */
    void cancel(InstanceKey key) {
        leases.remove(key);
    }

    /** Ends the lease, unless there is none or it has been renewed after all. */
    boolean end(InstanceKey key, long nanos) {
        Lease lease = leases.get(key);
        if (lease == null || !lease.isOver(nanos) || !leases.remove(key, lease)) {
            return false;
        }
        ended.put(key, nanos + lease.length);
        return true;
    }

    /** Decides which leases are to be ended now. */
    Look look(long nanos) {
        if (nanos - lastLook > STALL) {
            pausedUntil = nanos + PAUSE_AFTER_STALL;
            hearingSince = nanos;
        }
        lastLook = nanos;
        ended.values().removeIf(until -> until - nanos <= 0);
        int silent = ended.size();
        int instances = ended.size();
        List<Map.Entry<InstanceKey, Lease>> over = new ArrayList<>();
        for (Map.Entry<InstanceKey, Lease> entry : leases.entrySet()) {
            instances++;
            if (entry.getValue().isSilent(nanos)) {
                silent++;
            }
            if (entry.getValue().isOver(nanos)) {
                over.add(entry);
            }
        }
        if (silent == instances) {
            hearingSince = nanos;
        }
        if (silent >= FEWEST_OF_A_MASS && silent > instances - silent) {
            // One lease longer than the condition holds: those that come back do so one by one, within a heartbeat.
            massUntil = nanos + LENGTH.toNanos();
        }
        boolean stalled = nanos - pausedUntil < 0;
        boolean mass = nanos - massUntil < 0;
        List<InstanceKey> ending = over.stream()
                .filter(entry -> !stalled && (!mass || isGivenUp(entry.getValue(), nanos)))
                .map(Map.Entry::getKey)
                .toList();
        return new Look(ending, silent, instances, stalled || mass);
    }

    private boolean isGivenUp(Lease lease, long nanos) {
        return nanos - lease.renewed >= longestSilence && nanos - hearingSince >= longestSilence;
    }

    /**
     * What a look has found.
     *
     * @param over the leases to end now; during a pause those that even it does not keep
     * @param silent instances that have missed two heartbeats or more, with those whose leases have just ended
     * @param instances all instances, with those whose leases have just ended
     * @param paused whether leases are kept for now although they are over
     */
    record Look(List<InstanceKey> over, int silent, int instances, boolean paused) {

        Look {
            over = List.copyOf(over);
        }
    }

    private static final class Lease {

        private final long length;
        private volatile long renewed;

        Lease(long length, long nanos) {
            this.length = length;
            this.renewed = nanos;
        }

        boolean isSilent(long nanos) {
            return nanos - renewed >= length / HEARTBEATS * (HEARTBEATS - 1);
        }

        boolean isOver(long nanos) {
            return nanos - renewed >= length;
        }
    }
}
