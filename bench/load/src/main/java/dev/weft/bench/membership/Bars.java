package dev.weft.bench.membership;

import java.util.ArrayList;
import java.util.List;

/** What figures have to come up to. */
final class Bars {

    private static final System.Logger log = System.getLogger(Bars.class.getName());

    private final List<String> missed = new ArrayList<>();

    void atMost(String what, double value, double most) {
        if (!(value <= most)) {
            missed.add(String.format("%s: %.2f (expected: <= %.2f)", what, value, most));
        }
    }

    void atLeast(String what, long value, long least) {
        if (value < least) {
            missed.add(what + ": " + value + " (expected: >= " + least + ")");
        }
    }

    /** Ends the process, with 1 if a bar was missed. */
    void exit() {
        missed.forEach(bar -> log.log(System.Logger.Level.ERROR, bar));
        System.exit(missed.isEmpty() ? 0 : 1);
    }
}
