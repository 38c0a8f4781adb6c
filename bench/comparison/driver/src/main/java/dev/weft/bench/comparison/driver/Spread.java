package dev.weft.bench.comparison.driver;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Several measurements of the same: the one in the middle, and how far they reach. */
record Spread(double low, double median, double high) {

    /** @param values at least one */
    static Spread of(Collection<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("values: none (expected: at least one)");
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Spread(sorted.get(0), median, sorted.get(sorted.size() - 1));
    }

    @Override
    public String toString() {
        return number(median) + " [" + number(low) + "-" + number(high) + "]";
    }

    /** Three digits or more. */
    static String number(double value) {
        double size = Math.abs(value);
        return String.format(
                Locale.ROOT, size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f", value);
    }
}
