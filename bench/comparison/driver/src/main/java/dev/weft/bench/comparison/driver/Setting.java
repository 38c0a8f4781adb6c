package dev.weft.bench.comparison.driver;

import dev.weft.bench.closed.Calls;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What columns are compared under.
 *
 * @param calls how callers wait
 * @param observed whether meters and tracing are on
 * @param callers how many there are
 * @param payload how long answers are
 */
record Setting(Calls calls, boolean observed, int callers, Payload payload) {

    static final int MOST_CALLERS = 32;
    static final List<Integer> CALLERS = List.of(1, MOST_CALLERS);

    private static final int JDK_WITH_VIRTUAL_THREADS = 21;

    /** How callers can wait on a JDK. */
    static List<Calls> calls(int jdk) {
        return Stream.of(Calls.values())
                .filter(calls -> calls != Calls.VIRTUAL || jdk >= JDK_WITH_VIRTUAL_THREADS)
                .toList();
    }

    /** All that are measured on a JDK. */
    static List<Setting> all(int jdk) {
        List<Setting> all = new ArrayList<>();
        for (boolean observed : new boolean[] {false, true}) {
            for (Calls calls : calls(jdk)) {
                CALLERS.forEach(callers -> all.add(new Setting(calls, observed, callers, Payload.TINY)));
                Stream.of(Payload.values())
                        .filter(payload -> payload != Payload.TINY)
                        .forEach(payload -> all.add(new Setting(calls, observed, 1, payload)));
            }
        }
        return all;
    }

    /**
     * Whether a column is measured under it: long answers are there to compare the mesh with no mesh, and to a gateway all kinds
     * of callers are the same.
     */
    boolean concerns(Column column) {
        if (!column.observations().contains(observed)) {
            return false;
        }
        if (column.gateway() != null) {
            return calls == Calls.BLOCKING && payload == Payload.TINY;
        }
        return payload == Payload.TINY || column == Column.BARE || column == Column.WEFT;
    }

    /** Whether heaps are looked at after it: each time all processes of a column collect all that they have. */
    boolean hasHeap() {
        return callers == MOST_CALLERS && payload == Payload.TINY;
    }

    /** The same without observation. */
    Setting unobserved() {
        return new Setting(calls, false, callers, payload);
    }

    /** What the processes that are measured under it have in common. */
    String group() {
        return calls.name().toLowerCase(Locale.ROOT) + (observed ? ", observed" : "");
    }

    @Override
    public String toString() {
        return group() + ", " + callers + (callers == 1 ? " caller, " : " callers, ") + payload;
    }
}
