package dev.weft.mesh.client.reactive;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.NettyOutbound;

/** A body that any number of attempts can send. */
final class KeptBody implements RequestBody {

    private final byte[] bytes;

    KeptBody(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public boolean isKept() {
        return true;
    }

    @Override
    public boolean isWhole() {
        return true;
    }

    @Override
    public boolean hasFailed() {
        return false;
    }

    @Override
    public Publisher<Void> write(NettyOutbound outbound) {
        return bytes.length == 0
                ? Mono.empty()
                : outbound.send(Mono.<ByteBuf>fromSupplier(() -> Unpooled.wrappedBuffer(bytes)));
    }

    @Override
    public void release() {}
}
