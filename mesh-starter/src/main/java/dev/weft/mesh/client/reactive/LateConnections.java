package dev.weft.mesh.client.reactive;

import io.netty.resolver.AddressResolverGroup;
import java.net.SocketAddress;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.ConnectionObserver;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.transport.TransportConfig;

/**
 * Pools that are made for the first connection. From then on threads of Reactor's look after them, one for each core, and
 * many an application has reactive clients on board that it never calls by. Thread-safe.
 */
final class LateConnections implements ConnectionProvider {

    private final Supplier<ConnectionProvider> pools;
    private volatile @Nullable ConnectionProvider made;

    LateConnections(Supplier<ConnectionProvider> pools) {
        this.pools = pools;
    }

    @Override
    public Mono<? extends Connection> acquire(
            TransportConfig config,
            ConnectionObserver observer,
            @Nullable Supplier<? extends SocketAddress> remote,
            @Nullable AddressResolverGroup<?> resolver) {
        ConnectionProvider known = made;
        return (known == null ? make() : known).acquire(config, observer, remote, resolver);
    }

    private synchronized ConnectionProvider make() {
        ConnectionProvider known = made;
        if (known == null) {
            known = pools.get();
            made = known;
        }
        return known;
    }

    @Override
    public void disposeWhen(SocketAddress address) {
        ConnectionProvider known = made;
        if (known != null) {
            known.disposeWhen(address);
        }
    }

    @Override
    public Mono<Void> disposeLater() {
        ConnectionProvider known = made;
        return known == null ? Mono.empty() : known.disposeLater();
    }

    @Override
    public boolean isDisposed() {
        ConnectionProvider known = made;
        return known == null || known.isDisposed();
    }
}
