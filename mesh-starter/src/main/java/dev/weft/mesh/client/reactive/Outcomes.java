package dev.weft.mesh.client.reactive;

import dev.weft.mesh.model.Outcome;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import reactor.netty.channel.AbortedException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException;

/** Reads from an error how an attempt has ended that has no response. */
final class Outcomes {

    private static final String BEFORE_SEND =
            String.valueOf(AbortedException.beforeSend().getMessage());

    private Outcomes() {}

    /**
     * @param sent whether there was a connection on which the request was begun
     * @param body what the request carries
     */
    static Outcome of(Throwable error, boolean sent, RequestBody body) {
        if (body.hasFailed()) {
            return Outcome.CALLER_FAILED;
        }
        if (error instanceof PoolAcquirePendingLimitException) {
            return Outcome.CONNECTIONS_FULL;
        }
        if (!sent) {
            boolean late = error instanceof ConnectTimeoutException || error instanceof SslHandshakeTimeoutException;
            return late ? Outcome.CONNECT_TIMEOUT : Outcome.CONNECT_FAILED;
        }
        boolean unsent = error instanceof AbortedException && BEFORE_SEND.equals(error.getMessage());
        return unsent && body.isWhole() ? Outcome.REFUSED : Outcome.RESET;
    }
}
