package dev.weft.bench.comparison.caller;

/** What an application knows of others before it calls them. Thread-safe. */
@FunctionalInterface
public interface KnownEndpoints {

    /** How many endpoints of the service of this name can be called now. */
    int of(String service);
}
