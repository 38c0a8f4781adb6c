package dev.weft.mesh.client.reactive;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.atomic.AtomicBoolean;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.netty.NettyOutbound;

/** A body that can be sent once, and is taken from its source only then. */
final class StreamedBody implements RequestBody {

    private final Flux<DataBuffer> source;
    private final boolean flushing;
    private final Runnable unsent;
    private final AtomicBoolean taken = new AtomicBoolean();
    private volatile boolean failed;

    /**
     * @param flushing whether each element goes out at once
     * @param unsent what to do if the body is never sent
     */
    StreamedBody(Flux<DataBuffer> source, boolean flushing, Runnable unsent) {
        this.source = source;
        this.flushing = flushing;
        this.unsent = unsent;
    }

    @Override
    public boolean isKept() {
        return false;
    }

    @Override
    public boolean isWhole() {
        return !taken.get();
    }

    @Override
    public boolean hasFailed() {
        return failed;
    }

    @Override
    public Publisher<Void> write(NettyOutbound outbound) {
        Flux<ByteBuf> body = Flux.defer(this::take)
                .doOnError(error -> failed = true)
                .map(NettyDataBufferFactory::toByteBuf)
                .doOnDiscard(DataBuffer.class, DataBufferUtils::release);
        return outbound.send(body, buffer -> flushing);
    }

    private Flux<DataBuffer> take() {
        return taken.compareAndSet(false, true)
                ? source
                : Flux.error(new IllegalStateException("a streamed body can't be sent twice"));
    }

    @Override
    public void release() {
        if (taken.compareAndSet(false, true)) {
            unsent.run();
        }
    }
}
