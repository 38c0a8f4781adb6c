package dev.weft.bench.comparison.driver;

import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The worst of several ratios: the one whose median is, and in each round whichever is. Not thread-safe. */
final class Worst {

    private final boolean atMost;
    private final SortedMap<Integer, Double> ofRounds = new TreeMap<>();
    private @Nullable Spread spread;
    private String note = "";

    /**
     * @param rounds all that there were
     * @param atMost whether more is worse
     */
    Worst(Collection<Integer> rounds, boolean atMost) {
        this.atMost = atMost;
        rounds.forEach(round -> ofRounds.put(round, atMost ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY));
    }

    /**
     * One more of them.
     *
     * @param ratio by round, at least one: a round that it misses is not met
     * @param origin what it is of
     */
    void add(SortedMap<Integer, Double> ratio, String origin) {
        Spread other = Spread.of(ratio.values());
        if (spread == null || worse(other.median(), spread.median()) != spread.median()) {
            spread = other;
            note = origin;
        }
        ofRounds.replaceAll((round, worst) -> worse(worst, ratio.getOrDefault(round, Double.NaN)));
    }

    /** A number that is none is the worst. */
    private double worse(double one, double other) {
        return atMost ? Math.max(one, other) : Math.min(one, other);
    }

    /** The bar that it is held against. */
    Bar bar(String name, double limit) {
        return new Bar(name, limit, atMost, spread, ofRounds.values(), note);
    }
}
