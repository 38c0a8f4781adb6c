package dev.weft.mesh.client.reactive;

import dev.weft.mesh.client.Alarms;
import dev.weft.mesh.engine.Engine;
import dev.weft.mesh.resilience.LimitPolicy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** The transport: an HTTP client that sends each request once, over connections of its own. */
public final class MeshHttpClient implements AutoCloseable {

    private final KeptConnections kept = new KeptConnections();

    private final ConnectionProvider connections = new LateConnections(this::pools);

    private final Alarms.Alarm departures;

    /**
     * @param engine tells which endpoints there are: connections to one that has left are closed within a second
     * @param alarms closed by whoever has made them
     */
    public MeshHttpClient(Engine engine, Alarms alarms) {
        departures = alarms.every(TimeUnit.SECONDS.toNanos(1), new Departures(engine, connections::disposeWhen));
        warmUp();
    }

    private ConnectionProvider pools() {
        return ConnectionProvider.builder("mesh")
                // The engine counts them, by limits that change while the pool is there; none waits for one.
                .maxConnections(LimitPolicy.MOST_CONNECTIONS)
                .pendingAcquireMaxCount(0)
                .lifo()
                .evictionPredicate((connection, use) -> IdleLimit.isOver(connection, use.idleTime())
                        || kept.isDistrusted(connection.channel(), use.idleTime()))
                .evictInBackground(Duration.ofSeconds(5))
                .disposeInactivePoolsInBackground(Duration.ofMinutes(1), Duration.ofMinutes(1))
                .build();
    }

    /** Makes what the first connection would wait for otherwise: native transport, event loops, resolver. */
    private void warmUp() {
        if (Schedulers.isInNonBlockingThread()) {
            // Made late, for a call that is under way: that one waits, and nobody else on its event loop.
            client().warmup().subscribe();
        } else {
            client().warmup().block();
        }
    }

    /** What sends: never repeats or redirects on its own, and has no time limits, since each attempt brings its own. */
    public HttpClient client() {
        return ReplyBody.watched(kept.of(HttpClient.create(connections)))
                .disableRetry(true)
                .doOnResponse(IdleLimit::note);
    }

    @Override
    public void close() {
        departures.cancel();
        connections.dispose();
    }
}
