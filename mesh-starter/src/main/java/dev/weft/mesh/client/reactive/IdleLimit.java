package dev.weft.mesh.client.reactive;

import io.netty.util.AttributeKey;
import java.util.concurrent.TimeUnit;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClientResponse;

/**
 * For how long a connection may lie idle and still be used. A server closes what idles for its keep-alive time, and a
 * request that crosses with the close is lost without a trace of whether it arrived; so connections are used for half that
 * time at most: the one that the server names, or that of the most impatient of the common servers.
 */
final class IdleLimit {

    static final long DEFAULT_MILLIS = 10_000;

    private static final AttributeKey<Long> MILLIS = AttributeKey.valueOf(IdleLimit.class, "millis");

    private IdleLimit() {}

    /** Whether the connection, idle for so long, must not be used any more. */
    static boolean isOver(Connection connection, long idleMillis) {
        Long named = connection.channel().attr(MILLIS).get();
        return !connection.channel().isActive()
                || !connection.isPersistent()
                || idleMillis >= (named == null ? DEFAULT_MILLIS : named);
    }

    /** Notes what the server says of its keep-alive time ({@code Keep-Alive: timeout=20}). */
    static void note(HttpClientResponse response, Connection connection) {
        String keepAlive = response.responseHeaders().get("Keep-Alive");
        long seconds = keepAlive == null ? -1 : seconds(keepAlive);
        if (seconds >= 0) {
            long half = TimeUnit.SECONDS.toMillis(seconds) / 2;
            connection.channel().attr(MILLIS).set(Math.min(half, DEFAULT_MILLIS));
        }
    }

    /** The field's timeout, or -1 if it has none that makes sense. */
    private static long seconds(String keepAlive) {
        for (String parameter : keepAlive.split(",", 8)) {
            String trimmed = parameter.strip();
            if (trimmed.matches("timeout=[0-9]{1,9}")) {
                return Long.parseLong(trimmed.substring("timeout=".length()));
            }
        }
        return -1;
    }
}
