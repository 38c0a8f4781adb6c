package dev.weft.mesh.telemetry;

import org.jspecify.annotations.Nullable;

/** What the server side reports while it works: the port behind which its meters stand. Thread-safe. */
public interface ServerMeters {

    /** Counts nothing. */
    ServerMeters NONE = new ServerMeters() {
        @Override
        public void began() {}

        @Override
        public void ended(@Nullable String caller, int status, long tookNanos) {}

        @Override
        public void ignored(String header) {}
    };

    /** A request has come. */
    void began();

    /**
     * A request is over.
     *
     * @param caller the service that it says it comes from, or null; any text
     * @param status of its answer
     */
    void ended(@Nullable String caller, int status, long tookNanos);

    /**
     * A header held nothing that could be used.
     *
     * @param header its name, one of those that the mesh reads
     */
    void ignored(String header);
}
