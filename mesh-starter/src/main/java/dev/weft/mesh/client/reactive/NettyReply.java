package dev.weft.mesh.client.reactive;

import dev.weft.mesh.client.OutgoingCall;
import dev.weft.mesh.model.HeaderFields;
import dev.weft.mesh.model.Headers;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClientResponse;

/** A response on Reactor Netty. Its body may be read once, by {@link #body} or through {@link #connection}. */
public final class NettyReply implements Reply {

    private final OutgoingCall outgoing;
    private final HttpClientResponse response;
    private final ReplyBody body;
    private final Connection connection;

    NettyReply(Running running, HttpClientResponse response, Connection connection, Alarm alarm) {
        this.outgoing = running.outgoing();
        this.response = response;
        this.body = new ReplyBody(running, connection, alarm);
        this.connection = new WatchedConnection(connection, body);
    }

    @Override
    public int status() {
        return response.status().code();
    }

    @Override
    public Headers headers() {
        return response.responseHeaders()::get;
    }

    @Override
    public HeaderFields fields() {
        return new NettyFields(response.responseHeaders());
    }

    /** The head. */
    public HttpClientResponse response() {
        return response;
    }

    /** The body. Buffers are released once they have been handed over: retain what is kept. */
    public ReplyBody body() {
        return body;
    }

    /** The connection, through which the body is read as {@link #body} is. */
    public Connection connection() {
        return connection;
    }

    /** Why a failing response is handed on all the same, or null if there is nothing to say. */
    public @Nullable String reason() {
        return outgoing.reason();
    }

    @Override
    public boolean isTaken() {
        return body.isTaken();
    }

    @Override
    public void drop() {
        body.drop();
    }

    long left() {
        return body.left();
    }
}
