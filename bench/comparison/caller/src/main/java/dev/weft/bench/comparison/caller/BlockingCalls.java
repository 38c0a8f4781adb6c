package dev.weft.bench.comparison.caller;

/** How a column calls and waits. Thread-safe. */
@FunctionalInterface
public interface BlockingCalls {

    /** Reads an answer of so many bytes to its end, and says how many there were. */
    long read(int bytes);
}
