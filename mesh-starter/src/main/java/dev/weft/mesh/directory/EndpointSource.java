package dev.weft.mesh.directory;

import dev.weft.mesh.model.ServiceName;
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

    /** Somebody calls the service, or did before: a source that is asked by name asks for it. Returns at once. */
    default void want(ServiceName service) {}

    /**
     * Whether any of what the source told is held as doubtful, so that its further answers are waited for. Returns at once,
     * on any thread.
     */
    default void doubted(boolean any) {}

    /** Ends the telling; idempotent. */
    void stop();
}
