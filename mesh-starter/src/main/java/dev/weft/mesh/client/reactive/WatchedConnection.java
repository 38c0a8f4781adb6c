package dev.weft.mesh.client.reactive;

import io.netty.channel.Channel;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.Connection;
import reactor.netty.NettyInbound;
import reactor.netty.NettyOutbound;

/** A connection whose inbound side is a watched body, for whoever expects a connection. */
final class WatchedConnection implements Connection, NettyInbound {

    private final Connection connection;
    private final ReplyBody body;

    WatchedConnection(Connection connection, ReplyBody body) {
        this.connection = connection;
        this.body = body;
    }

    @Override
    public NettyInbound inbound() {
        return this;
    }

    @Override
    public ByteBufFlux receive() {
        return ByteBufFlux.fromInbound(body, connection.channel().alloc());
    }

    @Override
    public Flux<?> receiveObject() {
        return body;
    }

    @Override
    public WatchedConnection withConnection(Consumer<? super Connection> withConnection) {
        withConnection.accept(this);
        return this;
    }

    @Override
    public void dispose() {
        body.drop();
    }

    @Override
    public boolean isDisposed() {
        return connection.isDisposed();
    }

    @Override
    public Channel channel() {
        return connection.channel();
    }

    @Override
    public NettyOutbound outbound() {
        return connection.outbound();
    }

    @Override
    public boolean isPersistent() {
        return connection.isPersistent();
    }

    @Override
    public Connection markPersistent(boolean persist) {
        connection.markPersistent(persist);
        return this;
    }

    @Override
    public Mono<Void> onDispose() {
        return connection.onDispose();
    }

    @Override
    public CoreSubscriber<Void> disposeSubscriber() {
        return connection.disposeSubscriber();
    }

    @Override
    public Mono<Void> onTerminate() {
        return connection.onTerminate();
    }

    @Override
    public <T extends Connection> @Nullable T as(Class<T> type) {
        return type.isInstance(this) ? type.cast(this) : connection.as(type);
    }
}
