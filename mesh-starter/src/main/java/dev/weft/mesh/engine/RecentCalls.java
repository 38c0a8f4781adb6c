package dev.weft.mesh.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** The last hundred calls to a service, for people who ask why. Adding is one addition and one store. Thread-safe. */
final class RecentCalls {

    private static final int KEPT = 100;

    /** A power of two, so that places follow each other where the counter overflows, too. */
    private static final int PLACES = 128;

    private final AtomicReferenceArray<Call> ring = new AtomicReferenceArray<>(PLACES);
    private final AtomicInteger next = new AtomicInteger();

    void add(Call call) {
        // Release is enough: who reads a call sees all that was written before it was put here.
        ring.setRelease(next.getAndIncrement() & (PLACES - 1), call);
    }

    /** The newest first. */
    List<CallTrace> traces() {
        List<CallTrace> traces = new ArrayList<>(KEPT);
        int end = next.get();
        for (int i = 1; i <= KEPT; i++) {
            Call call = ring.getAcquire((end - i) & (PLACES - 1));
            if (call != null) {
                traces.add(call.trace());
            }
        }
        return traces;
    }
}
