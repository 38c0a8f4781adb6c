package dev.weft.mesh.client.reactive;

import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.security.Addresses;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpMethod;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;
import reactor.netty.tcp.SslProvider;
import reactor.netty.transport.AddressUtils;

/**
 * The transport, once for each endpoint and method: so that no attempt has to write an address for Reactor Netty to read, by
 * a regular expression, nor to copy all settings for its method. Connecting is bounded as the rules have it: Netty's own
 * limits, 30 s to connect and 10 s for a TLS handshake, would hold a connection that its attempt has long given up, as one
 * of those that the endpoint may have.
 *
 * <p>Reactor Netty keeps connections by address and by the settings that they were made with, so each limit has its own;
 * there are only as many as rules and clients name. Thread-safe.
 */
final class EndpointClients {

    /** Endpoints come and go; when there were so many, all are made anew, which costs little and closes nothing. */
    private static final int MOST = 4_096;

    private final HttpClient client;
    private final Map<Way, HttpClient.RequestSender> requests = new ConcurrentHashMap<>();

    EndpointClients(HttpClient client) {
        this.client = client;
    }

    /**
     * A request to an endpoint, to be completed.
     *
     * @param callee whose endpoint it is
     * @param connectNanos for so long it may connect, and as long again for a handshake
     */
    HttpClient.RequestSender to(
            HttpMethod method, ServiceName callee, Endpoint endpoint, boolean secure, long connectNanos) {
        // In whole milliseconds, as Netty counts, and never 0, which would mean for ever.
        long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(connectNanos));
        Way way = new Way(
                method, callee.isOutside() ? callee.host() : null, endpoint.host(), endpoint.port(), secure, (int)
                        Math.min(Integer.MAX_VALUE, millis));
        HttpClient.RequestSender known = requests.get(way);
        return known == null ? make(way) : known;
    }

    /** How many are kept. */
    int size() {
        return requests.size();
    }

    private HttpClient.RequestSender make(Way way) {
        if (requests.size() >= MOST) {
            requests.clear();
        }
        return requests.computeIfAbsent(way, its -> client(its).request(its.method));
    }

    private HttpClient client(Way way) {
        InetSocketAddress address = way.address();
        HttpClient there = client.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, way.connectMillis)
                .remoteAddress(() -> address);
        if (!way.secure) {
            return there.noSSL();
        }
        SslProvider own = there.configuration().sslProvider();
        HttpClient secured = own == null ? there.secure() : there;
        SslProvider tls = secured.configuration().sslProvider();
        return tls == null
                ? secured
                : secured.secure(SslProvider.addHandlerConfigurator(
                        tls, handler -> handler.setHandshakeTimeoutMillis(way.connectMillis)));
    }

    /** @param name that a host outside the mesh must prove to have; null for a service */
    private record Way(
            HttpMethod method, @Nullable String name, String host, int port, boolean secure, int connectMillis) {

        /** The one that was checked if the host is outside; a name has yet to be looked up. */
        InetSocketAddress address() {
            InetAddress checked = name == null ? null : Addresses.literal(host);
            return name == null || checked == null
                    ? AddressUtils.createUnresolved(host, port)
                    : new InetSocketAddress(Addresses.named(name, checked), port);
        }
    }
}
