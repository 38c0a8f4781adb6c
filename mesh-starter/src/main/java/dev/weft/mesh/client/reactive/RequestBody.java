package dev.weft.mesh.client.reactive;

import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.NettyOutbound;

/** The body of a request: kept, so that any number of attempts can send it, or a stream that can be sent once. */
public sealed interface RequestBody permits KeptBody, StreamedBody {

    /** Bodies up to this size are kept. */
    int MAX_KEPT = 64 * 1024;

    /** No body. */
    RequestBody NONE = new KeptBody(new byte[0]);

    /**
     * Keeps the body if it is small enough; otherwise it is taken from its source while it is sent.
     *
     * @param length of the body, as its request's {@code Content-Length} has it; negative if unknown
     */
    static Mono<RequestBody> of(Publisher<? extends DataBuffer> body, long length) {
        return length > MAX_KEPT
                ? Mono.just(new StreamedBody(Flux.from(body), false, () -> {}))
                : Mono.create(sink -> BodyGatherer.gather(body, sink));
    }

    /** A body whose elements go out one by one, as they come. */
    static RequestBody flushing(Publisher<? extends Publisher<? extends DataBuffer>> body) {
        return new StreamedBody(Flux.from(body).concatMap(part -> part), true, () -> {});
    }

    /** Whether it can be sent a second time. */
    boolean isKept();

    /** Whether an attempt now would send it whole: it is kept, or nothing was taken from it. */
    boolean isWhole();

    /** Whether the caller failed to produce it. */
    boolean hasFailed();

    /** Sends it as the body of the request whose head is there. */
    Publisher<Void> write(NettyOutbound outbound);

    /** Lets go of what was not sent. */
    void release();
}
