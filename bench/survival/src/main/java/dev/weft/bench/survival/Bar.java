package dev.weft.bench.survival;

import java.util.Locale;

/**
 * What a scenario must hold, and what was measured.
 *
 * @param name what is measured
 * @param unit of both numbers; empty for a count
 * @param limit what it may come to
 * @param measured what it has come to
 * @param atMost whether more than the limit, or less, is not held
 */
public record Bar(String name, String unit, double limit, double measured, boolean atMost) {

    /** Whether it holds; a number that is none doesn't. */
    public boolean held() {
        return atMost ? measured <= limit : measured >= limit;
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
                atMost ? "at most" : "at least",
                number(limit),
                unit);
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.3f", value);
    }
}
