package dev.weft.bench.comparison.caller;

/** How a column calls a service that it has not called before. */
@FunctionalInterface
public interface ServiceCalls {

    /** Calls of the service of this name. */
    BlockingCalls of(String service);
}
