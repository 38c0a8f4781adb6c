package dev.weft.bench.comparison.driver;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What must hold, and what was measured.
 *
 * @param atMost whether more than the limit, or less, is not met
 * @param measured over all rounds; null if it could not be measured, which counts as not met
 * @param rounds the worst of each round
 * @param note under what it was measured, or why it was not
 */
record Bar(
        String name, double limit, boolean atMost, @Nullable Spread measured, Collection<Double> rounds, String note) {

    Bar {
        rounds = List.copyOf(rounds);
    }

    /** Something of which nothing is known. */
    static Bar unmeasured(String name, String why) {
        return new Bar(name, Double.NaN, true, null, List.of(), why);
    }

    /** Measures something, and has the one bar more that is missed where that breaks off; nothing if it comes to its end. */
    static List<Bar> ofEnd(String what, Runnable measuring) {
        try {
            measuring.run();
            return List.of();
        } catch (RuntimeException e) {
            return List.of(unmeasured(what + ", to its end", "broken off: " + why(e)));
        }
    }

    /** In words; by its name if it has none. Whatever it is, the rest of a long run goes on. */
    static String why(Exception e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    /** By the median and by most of the rounds: a median that is met may hide rounds that miss in turn. */
    boolean isMet() {
        return measured != null && holds(measured.median()) && 2 * held() > rounds.size();
    }

    private long held() {
        return rounds.stream().filter(this::holds).count();
    }

    /** Of a number that is none it doesn't. */
    private boolean holds(double value) {
        return atMost ? value <= limit : value >= limit;
    }

    @Override
    public String toString() {
        String verdict = isMet() ? "met    " : "NOT MET";
        if (measured == null) {
            return verdict + " " + name + ": NOT MEASURED: " + note;
        }
        return String.format(
                Locale.ROOT,
                "%s %s: %s (%s %s%s%s)",
                verdict,
                name,
                measured,
                atMost ? "at most" : "at least",
                Spread.number(limit),
                rounds.size() == 1 ? "" : " in " + held() + " of " + rounds.size() + " rounds",
                note.isEmpty() ? "" : "; " + note);
    }
}
