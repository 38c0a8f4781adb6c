package dev.weft.mesh.client.blocking;

import dev.weft.mesh.client.OutgoingCalls;
import dev.weft.mesh.engine.Engine;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;

/**
 * The transports of all blocking clients of the application. They share their connections, as far as they speak TLS alike.
 * Thread-safe.
 */
public final class MeshTransports implements AutoCloseable {

    private final OutgoingCalls calls;
    private final Engine engine;
    private final Alarms alarms = new Alarms();
    // Guarded by this: touched when a client is built, never by a call.
    private final Map<@Nullable SslBundle, Connections> connections = new IdentityHashMap<>();

    public MeshTransports(OutgoingCalls calls, Engine engine) {
        this.calls = calls;
        this.engine = engine;
    }

    /** The transport for clients with these settings. */
    synchronized MeshTransport with(ClientSettings settings) {
        Connections pool =
                connections.computeIfAbsent(settings.sslBundle(), bundle -> new Connections(engine, alarms, bundle));
        return new MeshTransport(calls, pool, alarms, settings);
    }

    @Override
    public synchronized void close() {
        alarms.close();
        connections.values().forEach(Connections::close);
    }
}
