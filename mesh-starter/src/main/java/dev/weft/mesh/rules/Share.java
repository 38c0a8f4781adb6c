package dev.weft.mesh.rules;

/**
 * A part of the requests: so many of so many.
 *
 * @param parts 0 to {@code of}
 * @param of more than 0
 */
public record Share(int parts, int of) {

    /** Every request. */
    public static final Share ALL = new Share(1, 1);

    /** No request. */
    public static final Share NONE = new Share(0, 1);

    private static final int HUNDREDTHS = 100;
    private static final int PERCENT = 100;

    public Share {
        if (of <= 0 || parts < 0 || parts > of) {
            throw new IllegalArgumentException(
                    "share: " + parts + " of " + of + " (expected: a part of 0 to all of more than 0)");
        }
    }

    /** So many percent, to two decimals. */
    public static Share percent(double percent) {
        if (!(percent >= 0 && percent <= PERCENT)) {
            throw new IllegalArgumentException("percent: " + percent + " (expected: 0 to 100)");
        }
        return new Share((int) Math.round(percent * HUNDREDTHS), PERCENT * HUNDREDTHS);
    }

    double fraction() {
        return (double) parts / of;
    }
}
