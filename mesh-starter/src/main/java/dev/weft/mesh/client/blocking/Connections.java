package dev.weft.mesh.client.blocking;

import dev.weft.mesh.client.Alarms;
import dev.weft.mesh.engine.Destination;
import dev.weft.mesh.engine.Engine;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.EndpointSet;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.resilience.LimitPolicy;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HttpsSupport;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpConnectionFactory;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.pool.StrictConnPool;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;

/**
 * The connections to all endpoints, kept alive between attempts.
 *
 * <p>What is idle is not kept for longer than {@link #MOST_IDLE}, nor for more than half of what the server says that it
 * keeps it: a request that meets a connection just as its server closes it is lost, and may not be sent again if it is a
 * POST. For the same reason a connection is looked at before it is used again (see {@link #isStale}). Connections to an
 * endpoint that has left are closed within a second; the addresses of hosts outside the mesh come and go with each answer
 * of a name server, and say nothing about a connection. Only idle connections are closed. Thread-safe.
 */
final class Connections implements AutoCloseable {

    /** Servers keep connections for longer than this, those of Spring Boot for 30 seconds or 60. */
    static final TimeValue MOST_IDLE = TimeValue.ofSeconds(10);

    private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Closer<ManagedHttpClientConnection> closer = new Closer<>();
    private final StrictConnPool<HttpRoute, ManagedHttpClientConnection> pool = new StrictConnPool<>(
            // The engine counts them, by limits that change while the pool is there.
            LimitPolicy.MOST_CONNECTIONS,
            Integer.MAX_VALUE,
            TimeValue.NEG_ONE_MILLISECOND,
            PoolReusePolicy.LIFO,
            closer,
            null);
    private final Manager manager;
    private final Engine engine;
    private final Alarms.Alarm sweeps;
    private List<EndpointSet> seen = List.of();
    private Set<HttpRoute> present = Set.of();

    Connections(Engine engine, Alarms alarms, @Nullable SslBundle sslBundle) {
        this.engine = engine;
        this.manager = new Manager(
                new DefaultHttpClientConnectionOperator(
                        proxy -> SocketChannel.open().socket(),
                        null,
                        null,
                        RegistryBuilder.<TlsSocketStrategy>create()
                                .register("https", tls(sslBundle))
                                .build()),
                pool);
        manager.setDefaultConnectionConfig(ConnectionConfig.custom()
                .setValidateAfterInactivity(TimeValue.NEG_ONE_MILLISECOND)
                // Attempts bring their own limits. Unset, HttpClient 5.5 goes on to read from a TLS connection that was
                // kept by the limit of its handshake.
                .setSocketTimeout(Timeout.DISABLED)
                .build());
        this.sweeps = alarms.every(SWEEP_NANOS, this::sweep);
    }

    private static TlsSocketStrategy tls(@Nullable SslBundle bundle) {
        if (bundle == null) {
            return DefaultClientTlsStrategy.createSystemDefault();
        }
        SslOptions options = bundle.getOptions();
        return new DefaultClientTlsStrategy(
                bundle.createSslContext(),
                options.getEnabledProtocols(),
                options.getCiphers(),
                null,
                HttpsSupport.getDefaultHostnameVerifier());
    }

    /**
     * Takes a connection to the endpoint from those that are kept, or a new one that has yet to be connected. Does not
     * wait for one.
     *
     * @throws ConnectionsFullException if there are too many already
     */
    ConnectionEndpoint lease(HttpRoute route) throws IOException, InterruptedException {
        try {
            return manager.lease("", route, Timeout.ZERO_MILLISECONDS, null).get(Timeout.ZERO_MILLISECONDS);
        } catch (TimeoutException e) {
            throw new ConnectionsFullException(
                    "all " + LimitPolicy.MOST_CONNECTIONS + " connections to "
                            + route.getTargetHost().toHostString() + " are in use",
                    e);
        } catch (ExecutionException e) {
            throw new IOException("no connection to " + route.getTargetHost().toHostString(), e);
        }
    }

    void connect(ConnectionEndpoint connection, long nanos) throws IOException {
        // Down to whole milliseconds, which is what sockets know, but never to 0, which would mean for ever.
        Timeout timeout = Timeout.ofMilliseconds(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
        manager.connect(connection, timeout, HttpClientContext.create());
    }

    /**
     * Gives a connection back.
     *
     * @param keepAlive how long it may be kept, or null to close it at once
     */
    void release(ConnectionEndpoint connection, @Nullable TimeValue keepAlive) {
        if (keepAlive == null) {
            connection.close(CloseMode.IMMEDIATE);
        }
        manager.release(connection, null, keepAlive);
    }

    /**
     * Whether the server has closed an idle connection, or has said something on it unasked. That costs five system calls,
     * which wait for nothing, some two microseconds; over TLS, where only a read that waits can tell, a millisecond.
     *
     * <p>Asked of each connection that was used before, and not only, as HttpClient's own pool does, of those that were
     * idle for seconds. What meets a closed one is an attempt that failed: it counts against the endpoint and the retry
     * budget, it reaches the caller where retries are off, and a POST is lost.
     *
     * @param thorough whether it is worth that millisecond
     */
    static boolean isStale(HttpClientConnection http, boolean thorough) throws IOException {
        Socket socket = ((ManagedHttpClientConnection) http).getSocket();
        SocketChannel channel = socket == null || socket instanceof SSLSocket ? null : socket.getChannel();
        if (channel == null) {
            return thorough && http.isStale();
        }
        try {
            channel.configureBlocking(false);
            boolean silent = channel.read(ByteBuffer.allocate(1)) == 0;
            channel.configureBlocking(true);
            return !silent;
        } catch (IOException e) {
            return true;
        }
    }

    /** By address, and to a host outside the mesh by its name too, which it must prove to have over TLS. */
    static HttpRoute route(ServiceName service, Endpoint endpoint, boolean secure) {
        HttpHost host = new HttpHost(secure ? "https" : "http", endpoint.host(), endpoint.port());
        return service.isOutside()
                ? new HttpRoute(host, new HttpHost(service.host(), service.port()), null, secure)
                : new HttpRoute(host, null, secure);
    }

    /** One that was kept is lost: those that are idle may be as dead, and are closed. */
    void distrust(HttpRoute route) {
        pool.enumAvailable(entry -> {
            if (entry.getRoute().equals(route)) {
                entry.discardConnection(CloseMode.GRACEFUL);
            }
        });
    }

    /** How many connections attempts hold now. */
    int leased() {
        return pool.getTotalStats().getLeased();
    }

    private void sweep() {
        List<EndpointSet> now = engine.destinations().stream()
                .filter(destination -> !destination.service().isOutside())
                .map(Destination::endpoints)
                .toList();
        if (!now.equals(seen)) {
            seen = now;
            present = routes(now);
        }
        manager.closeExpired();
        pool.enumAvailable(entry -> {
            HttpRoute route = entry.getRoute();
            if (route.getTargetName() == null && !present.contains(route)) {
                entry.discardConnection(CloseMode.GRACEFUL);
            }
        });
    }

    private static Set<HttpRoute> routes(List<EndpointSet> sets) {
        Set<HttpRoute> routes = new HashSet<>();
        for (EndpointSet set : sets) {
            for (Endpoint endpoint : set.endpoints()) {
                if (endpoint.status() == Endpoint.Status.UP) {
                    routes.add(route(set.service(), endpoint, true));
                    routes.add(route(set.service(), endpoint, false));
                }
            }
        }
        return routes;
    }

    @Override
    public void close() {
        sweeps.cancel();
        manager.close(CloseMode.GRACEFUL);
        closer.close();
    }

    /** The client's own limit is reached: the endpoint has no part in it. */
    static final class ConnectionsFullException extends IOException {
        private static final long serialVersionUID = 1L;

        ConnectionsFullException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** HttpClient's own, over a pool that can be looked into. */
    private static final class Manager extends PoolingHttpClientConnectionManager {
        private static final HttpConnectionFactory<ManagedHttpClientConnection> FACTORY =
                ManagedHttpClientConnectionFactory.builder()
                        // A server that refuses a large body may answer, and close, before it has read it all.
                        // HttpClient's own strategy for that waits a millisecond before each write.
                        .responseOutOfOrderStrategy((request, connection, in, sent, next) -> in.available() > 0)
                        .build();

        Manager(HttpClientConnectionOperator operator, StrictConnPool<HttpRoute, ManagedHttpClientConnection> pool) {
            super(operator, pool, FACTORY);
        }
    }
}
