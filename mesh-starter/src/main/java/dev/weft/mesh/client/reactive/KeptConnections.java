package dev.weft.mesh.client.reactive;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;

/** Tells connections that were used before from new ones. */
final class KeptConnections {

    private static final AttributeKey<Boolean> USED = AttributeKey.valueOf(KeptConnections.class, "used");

    private KeptConnections() {}

    /** Notes that a request is about to go out on the connection, and tells whether it is not the first. */
    static boolean use(Channel channel) {
        return channel.attr(USED).getAndSet(true) != null;
    }
}
