package dev.weft.mesh.client.reactive;

import dev.weft.mesh.model.Endpoint;
import java.net.InetSocketAddress;
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
            .evictInBackground(Duration.ofSeconds(5))
            .build();

    /** What sends: never repeats or redirects on its own, and has no time limits, since each attempt brings its own. */
    public HttpClient client() {
        return HttpClient.create(connections).disableRetry(true).doOnResponse(IdleLimit::note);
    }

    /** Closes the connections of an endpoint that has left; those in use when they are free. */
    public void closeConnections(Endpoint endpoint) {
        connections.disposeWhen(InetSocketAddress.createUnresolved(endpoint.host(), endpoint.port()));
    }

    @Override
    public void close() {
        connections.dispose();
    }
}
