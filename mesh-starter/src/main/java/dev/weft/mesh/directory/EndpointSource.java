package dev.weft.mesh.directory;

import java.util.function.Consumer;

/** Somewhere that endpoints come from: a registry, a stream, a discovery client. */
public interface EndpointSource {

    /** What people read as the origin of an endpoint ("eureka"); unique among the sources of one directory. */
    String name();

    /**
     * Begins to tell what the source knows, without waiting for it. Answers may come on any thread, and concurrently;
     * each one counts as an answer of its own, even when it says the same as the one before.
     */
    void start(Consumer<SourceAnswer> listener);

    /** Ends the telling; idempotent. */
    void stop();
}
