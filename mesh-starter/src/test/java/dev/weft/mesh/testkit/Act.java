package dev.weft.mesh.testkit;

import dev.weft.mesh.model.Headers;
import dev.weft.mesh.model.Outcome;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What an attempt of a {@link Story} meets: as events for the engine, and as a server for the adapters. */
public enum Act {
    OK(200, Outcome.COMPLETED, Behaviour.ok("hello")),
    CHUNKED(200, Outcome.COMPLETED, Behaviour.chunked("hel", "lo")),
    GZIPPED(200, Outcome.COMPLETED, Behaviour.gzip("hello")),
    NOT_FOUND(404, Outcome.COMPLETED, Behaviour.status(404, "")),
    ERROR(500, Outcome.COMPLETED, Behaviour.status(500, "")),
    UNAVAILABLE(503, Outcome.COMPLETED, Behaviour.status(503, "later")),
    /** An error that was caused below the endpoint, where retries were spent. */
    UNAVAILABLE_BELOW(503, Outcome.COMPLETED, Behaviour.status(503, "", "mesh-retry: no"), "mesh-retry", "no"),
    /** Is about to go, and says so. */
    LEAVES(200, Outcome.COMPLETED, Behaviour.status(200, "bye", "mesh-leaving: true"), "mesh-leaving", "true"),
    /** Asks for a pause of a second. */
    BUSY(429, Outcome.COMPLETED, Behaviour.status(429, "", "Retry-After: 1"), "retry-after", "1"),
    /** Nobody listens at the port. */
    REFUSES(Outcome.CONNECT_FAILED, MisbehavingServer::refusing),
    /** Connections don't come about. */
    NEVER_ACCEPTS(Outcome.CONNECT_TIMEOUT, MisbehavingServer::notAccepting),
    RESETS(0, Outcome.RESET, Behaviour.resetAfterReading()),
    CLOSES(0, Outcome.RESET, Behaviour.closeAfterReading()),
    BLACK_HOLE(0, Outcome.TIMEOUT, Behaviour.blackHole()),
    DRIPS_HEAD(0, Outcome.TIMEOUT, Behaviour.dripHead()),
    TRUNCATES(200, Outcome.TRUNCATED, Behaviour.truncated("hel")),
    TRUNCATES_CHUNKED(200, Outcome.TRUNCATED, Behaviour.truncatedChunked("hel")),
    STALLS_IN_BODY(200, Outcome.BODY_TIMEOUT, Behaviour.stallInBody("hel")),
    DRIPS_BODY(200, Outcome.BODY_TIMEOUT, Behaviour.dripBody()),
    /** A body so long that nobody reads it in one go. */
    LONG_BODY(200, Outcome.COMPLETED, Behaviour.zeros(100_000_000));

    private final int status;
    private final Outcome end;
    private final Supplier<MisbehavingServer> server;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    Act(int status, Outcome end, Behaviour behaviour) {
        this.status = status;
        this.end = end;
        this.server = () -> MisbehavingServer.start(behaviour);
    }

    Act(int status, Outcome end, Behaviour behaviour, String header, String value) {
        this(status, end, behaviour);
        headers.put(header, value);
    }

    Act(Outcome end, Supplier<MisbehavingServer> server) {
        this.status = 0;
        this.end = end;
        this.server = server;
    }

    /** Whether it makes its attempt wait for a timeout. */
    boolean isLate() {
        return end == Outcome.TIMEOUT || end == Outcome.CONNECT_TIMEOUT;
    }

    /** The status of the response's head, or 0 if none comes. */
    int status() {
        return status;
    }

    Headers headers() {
        return headers::get;
    }

    /** How the attempt ends if the caller reads to the end. */
    Outcome end() {
        return end;
    }

    MisbehavingServer start() {
        return server.get();
    }
}
