package dev.weft.bench.survival.proxy;

import java.time.Duration;

/** What happens to the bytes that go one way through a proxy. */
public sealed interface Fault {

    /** Nothing happens. */
    record None() implements Fault {}

    /**
     * Each piece that is read goes on so much later, one after the other.
     *
     * @param delay at least
     * @param jitter up to so much more, at random
     */
    record Latency(Duration delay, Duration jitter) implements Fault {}

    /** @param bytesPerSecond so much goes through, and no more */
    record Bandwidth(int bytesPerSecond) implements Fault {}

    /** @param delay the end of the stream is passed on so much later */
    record SlowClose(Duration delay) implements Fault {}

    /**
     * Nothing goes through, and nobody is told. What was held back goes on when the fault is lifted, as it does after a
     * partition.
     *
     * @param close after so long the connection is closed; zero: never
     */
    record Timeout(Duration close) implements Fault {}

    /** @param delay so long after the next piece the connection is reset */
    record Reset(Duration delay) implements Fault {}

    /**
     * Pieces are cut.
     *
     * @param bytes of each at most
     * @param delay between them
     */
    record Slicer(int bytes, Duration delay) implements Fault {}

    /** @param bytes after so many the connection is closed */
    record Limit(long bytes) implements Fault {}
}
