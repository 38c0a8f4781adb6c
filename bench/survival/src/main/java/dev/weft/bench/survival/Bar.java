package dev.weft.bench.survival;

import java.util.Locale;

/**
 * What a scenario must hold, and what was measured.
 *
 * @param name what is measured
 * @param unit of both numbers; empty for a count
 * @param limit what it may come to
 * @param measured what it has come to
 * @param kind which side of the limit is held
 */
public record Bar(String name, String unit, double limit, double measured, Kind kind) {

    /** How a limit is meant. */
    public enum Kind {
        AT_MOST("at most"),
        UNDER("under"),
        AT_LEAST("at least");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /** Whether it holds; a number that is none doesn't. */
    public boolean held() {
        return switch (kind) {
            case AT_MOST -> measured <= limit;
            case UNDER -> measured < limit;
            case AT_LEAST -> measured >= limit;
        };
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-4s %s: %s%s (%s %s%s)",
                held() ? "held" : "FAIL",
                name,
                number(measured),
                unit,
                kind.words,
                number(limit),
                unit);
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.3f", value);
    }
}
