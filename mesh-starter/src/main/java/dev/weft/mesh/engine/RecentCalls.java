package dev.weft.mesh.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** The last hundred calls to a service, for people who ask why. Adding is one addition and one store. Thread-safe. */
final class RecentCalls {

    private static final int KEPT = 100;

    private final AtomicReferenceArray<Call> ring = new AtomicReferenceArray<>(KEPT);
    private final AtomicInteger next = new AtomicInteger();

    void add(Call call) {
        ring.set(Integer.remainderUnsigned(next.getAndIncrement(), KEPT), call);
    }

    /** The newest first. */
    List<CallTrace> traces() {
        List<CallTrace> traces = new ArrayList<>(KEPT);
        int end = next.get();
        for (int i = 1; i <= KEPT; i++) {
            Call call = ring.get(Integer.remainderUnsigned(end - i, KEPT));
            if (call != null) {
                traces.add(call.trace());
            }
        }
        return traces;
    }
}
