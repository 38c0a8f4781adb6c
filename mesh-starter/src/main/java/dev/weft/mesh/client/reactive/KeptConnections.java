package dev.weft.mesh.client.reactive;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;

/**
 * Which of a client's idle connections may be dead without a sign of it. When one that was used before is lost, as where a
 * firewall has forgotten it, so may be all others to that address that were idle at the time: they are not used any more. One
 * that was used after the loss is well, and none is closed under a request. Thread-safe.
 */
final class KeptConnections {

    /** No connection lies idle for longer, and still is used. */
    private static final long MEMORY_NANOS = TimeUnit.MILLISECONDS.toNanos(IdleLimit.DEFAULT_MILLIS);

    private static final AttributeKey<KeptConnections> OWNER = AttributeKey.valueOf(KeptConnections.class, "owner");
    /** The address of a connection that was used, which it may not know itself once it is lost. */
    private static final AttributeKey<SocketAddress> USED = AttributeKey.valueOf(KeptConnections.class, "used");

    private final Map<SocketAddress, Long> lostNanos = new ConcurrentHashMap<>();

    /** When the last one was lost, wherever to, so that taking a connection costs next to nothing; 0 for never. */
    private volatile long lastNanos;

    /** The client whose connections these are. */
    HttpClient of(HttpClient client) {
        return client.attr(OWNER, this);
    }

    /** Notes that a request is about to go out on the connection, and tells whether it is not the first. */
    static boolean use(Channel channel) {
        return channel.attr(USED).getAndSet(channel.remoteAddress()) != null;
    }

    /** The connection, which was used before, is lost, and with it what was sent. */
    static void lost(Channel channel, long nanos) {
        KeptConnections owner = channel.attr(OWNER).get();
        SocketAddress address = channel.attr(USED).get();
        if (owner != null && address != null) {
            owner.lost(address, nanos);
        }
    }

    private void lost(SocketAddress address, long nanos) {
        lostNanos.values().removeIf(lost -> nanos - lost > MEMORY_NANOS);
        lostNanos.put(address, nanos);
        // Last, so that whoever sees it finds the address.
        lastNanos = nanos | 1;
    }

    /** Whether a connection that has lain idle for so long must not be used any more. */
    boolean isDistrusted(Channel channel, long idleMillis) {
        long last = lastNanos;
        if (last == 0) {
            return false;
        }
        long nanos = System.nanoTime();
        return isSince(last, idleMillis, nanos) && isLost(channel.attr(USED).get(), idleMillis, nanos);
    }

    private boolean isLost(@Nullable SocketAddress address, long idleMillis, long nanos) {
        Long lost = address == null ? null : lostNanos.get(address);
        return lost != null && isSince(lost, idleMillis, nanos);
    }

    /** Whether what is idle for so long has been since before the loss; in the same millisecond it counts as before. */
    private static boolean isSince(long lost, long idleMillis, long nanos) {
        return idleMillis >= TimeUnit.NANOSECONDS.toMillis(nanos - lost);
    }
}
