package dev.weft.mesh.client.reactive;

import java.time.Duration;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** The transport: an HTTP client that sends each request once, over connections of its own. */
public final class MeshHttpClient implements AutoCloseable {

    private static final int MAX_CONNECTIONS_PER_ENDPOINT = 256;

    private final ConnectionProvider connections = ConnectionProvider.builder("mesh")
            .maxConnections(MAX_CONNECTIONS_PER_ENDPOINT)
            // Bounds what attempts leave behind that were given up: each has an alarm of its own while it waits.
            .pendingAcquireTimeout(Duration.ofSeconds(10))
            .lifo()
            .evictionPredicate((connection, use) -> IdleLimit.isOver(connection, use.idleTime()))
            // Nobody sends to an endpoint that has left: its connections idle until they are closed, then its pool
            // goes.
            .evictInBackground(Duration.ofSeconds(5))
            .disposeInactivePoolsInBackground(Duration.ofMinutes(1), Duration.ofMinutes(1))
            .build();

    /** Loads what the first connection would wait for otherwise: native transport, event loops, resolver. */
    public MeshHttpClient() {
        client().warmup().block();
    }

    /** What sends: never repeats or redirects on its own, and has no time limits, since each attempt brings its own. */
    public HttpClient client() {
        return HttpClient.create(connections).disableRetry(true).doOnResponse(IdleLimit::note);
    }

    @Override
    public void close() {
        connections.dispose();
    }
}
