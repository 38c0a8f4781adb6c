package dev.weft.mesh.client.blocking;

import dev.weft.mesh.client.Alarms;
import dev.weft.mesh.client.HealthProber;
import dev.weft.mesh.client.OutgoingCalls;
import dev.weft.mesh.engine.Engine;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.util.function.SingletonSupplier;

/**
 * The transports of all blocking clients of the application. They share their connections, as far as they speak TLS alike.
 * Thread-safe.
 */
public final class MeshTransports implements AutoCloseable {

    /** Twice as many as there are copies under way: a thread is free only a moment after its copy's end. */
    private static final int MOST_COPIERS = 128;

    private final OutgoingCalls calls;
    private final Engine engine;
    private final Alarms alarms;
    // Guarded by this: touched when a client is built, never by a call.
    private final Map<@Nullable SslBundle, MeshTransport> transports = new IdentityHashMap<>();
    private final List<Connections> connections = new ArrayList<>();
    private final List<HealthProber> probers = new ArrayList<>();
    private final ExecutorService copiers = new ThreadPoolExecutor(
            0, MOST_COPIERS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), MeshTransports::copier);

    /** @param alarms closed by whoever has made them */
    public MeshTransports(OutgoingCalls calls, Engine engine, Alarms alarms) {
        this.calls = calls;
        this.engine = engine;
        this.alarms = alarms;
    }

    /** Begins to carry out health checks, until these transports are closed or what is returned is. */
    public synchronized HealthProber checkHealth() {
        HealthProber prober = new BlockingHealthProber(
                engine.healthChecks(), alarms, SingletonSupplier.of(() -> connect(knownBundle())));
        probers.add(prober);
        return prober;
    }

    /** Of one of the clients that were given any, or null. */
    private synchronized @Nullable SslBundle knownBundle() {
        for (SslBundle bundle : transports.keySet()) {
            if (bundle != null) {
                return bundle;
            }
        }
        return null;
    }

    /** The transport for clients with these settings. */
    synchronized MeshTransport with(ClientSettings settings) {
        return transports.computeIfAbsent(settings.sslBundle(), this::transport).with(settings);
    }

    private MeshTransport transport(@Nullable SslBundle bundle) {
        CopySender copies = new CopySender(calls, copiers, () -> connect(bundle));
        return new MeshTransport(calls, connect(bundle), alarms, ClientSettings.NONE, copies);
    }

    private synchronized Connections connect(@Nullable SslBundle bundle) {
        Connections made = new Connections(engine, alarms, bundle);
        connections.add(made);
        return made;
    }

    private static Thread copier(Runnable task) {
        Thread thread = new Thread(task, "weft-copies");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public synchronized void close() {
        probers.forEach(HealthProber::close);
        copiers.shutdownNow();
        connections.forEach(Connections::close);
    }
}
