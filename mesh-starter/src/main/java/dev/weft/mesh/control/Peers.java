package dev.weft.mesh.control;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Which of the registry's peers to try next, and when. Each client goes through them in an order of its own. A peer that
 * can't be reached is tried again soon; when all of them answer, but offer no stream, they are asked rarely. No clock; not
 * safe for use by several threads.
 */
final class Peers {

    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), WatchStream.LONGEST_WAIT);

    /** Between two questions to registries that offer no stream, twice this at most. */
    private static final Duration RARELY = Duration.ofSeconds(60);

    /** A registry may ask for so much patience. */
    private static final Duration MOST_PATIENCE = Duration.ofMinutes(2);

    private final List<RegistryPeer> peers;
    private final RandomGenerator random;
    private int at;
    private int failures;
    private int refusals;

    Peers(List<RegistryPeer> all, RandomGenerator random) {
        this.random = random;
        this.peers = new ArrayList<>(all);
        for (int last = peers.size() - 1; last > 0; last--) {
            int other = random.nextInt(last + 1);
            peers.set(last, peers.set(other, peers.get(last)));
        }
    }

    /** Whose turn it is. */
    RegistryPeer current() {
        return peers.get(at);
    }

    /** A stream has lasted: whatever ends it now has nothing to do with what was before. */
    void lasted() {
        failures = 0;
        refusals = 0;
    }

    /** There was no answer, or the stream has ended: how long to wait before the next one is tried. */
    Duration failed() {
        refusals = 0;
        return next();
    }

    /**
     * The answer was another than a stream: how long to wait before the next one is tried.
     *
     * @param patience that the peer asks for, or null if it does not say that it will offer one
     */
    Duration refused(@Nullable Duration patience) {
        refusals++;
        Duration wait = next();
        if (refusals % peers.size() != 0) {
            return wait;
        }
        if (patience == null) {
            return RARELY.plus(Backoff.upTo(RARELY, random));
        }
        return wait.plus(patience.compareTo(MOST_PATIENCE) < 0 ? patience : MOST_PATIENCE);
    }

    private Duration next() {
        at = (at + 1) % peers.size();
        failures++;
        return BACKOFF.wait(failures, random);
    }
}
