package dev.weft.k8s;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.PrintStream;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Skips tests, and says so where nobody misses it: in a build's summary they are but a number. */
final class Skip {

    private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

    private Skip() {}

    /**
     * Skips the test unless what it needs is there.
     *
     * @param what isn't checked, and for want of what; said once
     */
    static void unless(boolean there, String what) {
        unless(there, what, System.err);
    }

    static void unless(boolean there, String what, PrintStream console) {
        if (!there && SAID.add(what)) {
            console.println("\n!!!!!!!! NOT CHECKED: " + what + " !!!!!!!!\n");
        }
        assumeThat(there).as(what).isTrue();
    }
}
