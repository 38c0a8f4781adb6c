package dev.weft.mesh.actuate;

/** Times as people read them. */
final class Millis {

    private Millis() {}

    /** Milliseconds with two places. */
    static double of(double nanos) {
        return Math.round(nanos / 10_000) / 100.0;
    }
}
