package dev.weft.mesh.client.reactive;

import io.netty.channel.ChannelOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import reactor.netty.http.client.HttpClient;
import reactor.netty.tcp.SslProvider;

/**
 * The transport, with connecting bounded as the rules have it. Netty's own limits, 30 s to connect and 10 s for a TLS
 * handshake, would hold a connection that its attempt has long given up, as one of those that the endpoint may have.
 *
 * <p>Reactor Netty keeps connections by the settings that they were made with, so each limit has its own; there are only as
 * many as rules and clients name. Thread-safe.
 */
final class ConnectLimits {

    private final HttpClient client;
    private final Map<Limit, HttpClient> limited = new ConcurrentHashMap<>();

    ConnectLimits(HttpClient client) {
        this.client = client;
    }

    /** The transport that gives connecting so long, and a handshake as long again. */
    HttpClient within(long nanos, boolean secure) {
        // In whole milliseconds, as Netty counts, and never 0, which would mean for ever.
        long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos));
        Limit limit = new Limit((int) Math.min(Integer.MAX_VALUE, millis), secure);
        return limited.computeIfAbsent(limit, this::limit);
    }

    private HttpClient limit(Limit limit) {
        HttpClient connecting = client.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, limit.millis);
        if (!limit.secure) {
            return connecting;
        }
        SslProvider own = connecting.configuration().sslProvider();
        SslProvider tls =
                own != null ? own : connecting.secure().configuration().sslProvider();
        return tls == null
                ? connecting
                : connecting.secure(SslProvider.addHandlerConfigurator(
                        tls, handler -> handler.setHandshakeTimeoutMillis(limit.millis)));
    }

    private record Limit(int millis, boolean secure) {}
}
