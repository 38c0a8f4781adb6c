package dev.weft.mesh.directory;

import com.netflix.discovery.shared.Applications;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How often Eureka's client really asks who is there: whenever it wants to, but rarely while a stream tells all that anybody
 * here waits for, since what its answer costs grows with the fleet. Thread-safe.
 */
public final class FetchPace {

    /** A registry tells what has changed in the last three minutes: whoever comes later would miss some of it, unnoticed. */
    public static final Duration LONGEST = Duration.ofMinutes(2);

    /** What becomes of a fetch that Eureka's client wants. */
    public enum Fetch {
        /** The whole list is asked for. */
        ALL,
        /** What has changed of late is asked for. */
        CHANGES,
        /** Nobody is asked. */
        SPARED
    }

    private final Map<Fetch, LongAdder> fetches = new EnumMap<>(Fetch.class);
    private final Duration rarely;
    private final LongSupplier clock;
    private volatile BooleanSupplier streamTellsAll = () -> false;
    private volatile @Nullable Fetched last;
    private volatile boolean spared;

    /** The last answer, as far as the client compares the next one with it. */
    private record Fetched(String hash, long version, long nanos) {}

    /**
     * @param rarely how long nobody is asked while a stream tells all, at most {@link #LONGEST}, or zero to ask always
     * @param clock monotonic, in nanoseconds
     */
    public FetchPace(Duration rarely, LongSupplier clock) {
        this.rarely = rarely;
        this.clock = clock;
        for (Fetch fetch : Fetch.values()) {
            fetches.put(fetch, new LongAdder());
        }
    }

    /** How many fetches there were so far. */
    public long fetches(Fetch which) {
        return Objects.requireNonNull(fetches.get(which)).sum();
    }

    void count(Fetch fetch) {
        Objects.requireNonNull(fetches.get(fetch)).increment();
    }

    /** Rests while this holds; it is asked on the thread that fetches. */
    public void restWhile(BooleanSupplier aStreamTellsAll) {
        streamTellsAll = aStreamTellsAll;
    }

    /** Whether the client's last fetch asked nobody, so that nobody has said anything. */
    boolean spared() {
        return spared;
    }

    /** That nothing has changed, which the client is told in place of asking; or null if it has to ask. */
    @Nullable
    Applications nothing() {
        Fetched before = last;
        spared = before != null && clock.getAsLong() - before.nanos < rarely.toNanos() && streamTellsAll.getAsBoolean();
        if (!spared || before == null) {
            return null;
        }
        count(Fetch.SPARED);
        // The hash makes the client keep the list that it has: it counts its instances, and compares.
        return new Applications(before.hash, before.version, List.of());
    }

    /** A registry has answered: with the whole list, or with what has changed. */
    void fetched(Applications answer) {
        spared = false;
        last = new Fetched(answer.getAppsHashCode(), answer.getVersion(), clock.getAsLong());
    }
}
