package dev.weft.bench.comparison.driver;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What must hold, and what was measured.
 *
 * @param measured over all rounds; null if it could not be measured, which counts as not met
 * @param atMost whether more than the limit, or less, is not met
 * @param note under what it was measured, or why it was not
 */
record Bar(
        String name, double limit, boolean atMost, @Nullable Spread measured, String note) {

    static Bar atMost(String name, double limit, @Nullable Spread measured, String note) {
        return new Bar(name, limit, true, measured, note);
    }

    static Bar atLeast(String name, double limit, @Nullable Spread measured, String note) {
        return new Bar(name, limit, false, measured, note);
    }

    /** Something of which nothing is known. */
    static Bar unmeasured(String name, String why) {
        return new Bar(name, Double.NaN, true, null, why);
    }

    /** By the median; a number that is none is not. */
    boolean isMet() {
        if (measured == null) {
            return false;
        }
        return atMost ? measured.median() <= limit : measured.median() >= limit;
    }

    @Override
    public String toString() {
        String verdict = isMet() ? "met    " : "NOT MET";
        if (measured == null) {
            return verdict + " " + name + ": NOT MEASURED: " + note;
        }
        String bound = String.format(Locale.ROOT, "%s %s", atMost ? "at most" : "at least", Spread.number(limit));
        return verdict + " " + name + ": " + measured + " (" + bound + (note.isEmpty() ? "" : "; " + note) + ")";
    }
}
