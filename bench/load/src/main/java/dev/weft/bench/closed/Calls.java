package dev.weft.bench.closed;

/** How callers wait for their answers. */
public enum Calls {
    /** Each on a thread of its own. */
    BLOCKING,
    /** Each on a virtual thread of its own, which JDK 21 and newer have. */
    VIRTUAL,
    /** On event loops. */
    REACTIVE
}
