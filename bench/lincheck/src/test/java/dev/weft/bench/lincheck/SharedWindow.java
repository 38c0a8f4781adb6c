package dev.weft.bench.lincheck;

import dev.weft.mesh.resilience.SlidingWindow;
import java.util.concurrent.TimeUnit;
import org.jetbrains.lincheck.datastructures.Operation;

/** Counts of the last seconds, by threads of which some have read their clock a whole round of the slots ago. */
public class SharedWindow {

    /** Sixteen slots: both seconds share one. */
    private static final long LATER = TimeUnit.SECONDS.toNanos(16);

    private final SlidingWindow window = new SlidingWindow();

    @Operation
    public void hit() {
        window.add(true, LATER);
    }

    @Operation
    public void missLongAgo() {
        window.add(false, 0);
    }

    @Operation
    public long events() {
        return window.events(SlidingWindow.MAX_SECONDS, LATER);
    }

    @Operation
    public long hits() {
        return window.hits(SlidingWindow.MAX_SECONDS, LATER);
    }
}
