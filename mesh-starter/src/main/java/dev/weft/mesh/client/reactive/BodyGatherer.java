package dev.weft.mesh.client.reactive;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.MonoSink;
import reactor.util.context.Context;

/**
 * Finds out whether a body is small enough to be kept: copies one element after the other until the body ends, or the next
 * one would be too much. Then what was copied, that element and what is still to come are handed on as one stream.
 */
final class BodyGatherer extends Flux<DataBuffer> implements CoreSubscriber<DataBuffer>, Subscription {

    private static final Object COMPLETE = new Object();

    private final MonoSink<RequestBody> sink;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream(0);
    /** How the body ended, or who is to be told of it: whoever comes second tells. */
    private final AtomicReference<@Nullable Object> end = new AtomicReference<>();

    private @Nullable Subscription upstream;
    private boolean tooLarge;
    private @Nullable CoreSubscriber<? super DataBuffer> reader;

    private BodyGatherer(MonoSink<RequestBody> sink) {
        this.sink = sink;
    }

    static void gather(Publisher<? extends DataBuffer> body, MonoSink<RequestBody> sink) {
        Flux.<DataBuffer>from(body).subscribe(new BodyGatherer(sink));
    }

    @Override
    public Context currentContext() {
        return reader == null ? Context.of(sink.contextView()) : reader.currentContext();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        upstream = subscription;
        sink.onCancel(this::cancel);
        subscription.request(1);
    }

    @Override
    public void onNext(DataBuffer buffer) {
        if (reader != null) {
            reader.onNext(buffer);
        } else if (kept.size() + buffer.readableByteCount() <= RequestBody.MAX_KEPT) {
            byte[] bytes = new byte[buffer.readableByteCount()];
            buffer.read(bytes);
            DataBufferUtils.release(buffer);
            kept.writeBytes(bytes);
            request(1);
        } else {
            tooLarge = true;
            DataBuffer before = DefaultDataBufferFactory.sharedInstance.wrap(kept.toByteArray());
            Flux<DataBuffer> whole = Flux.concat(Flux.just(before, buffer), this);
            sink.success(new StreamedBody(whole, false, () -> {
                cancel();
                DataBufferUtils.release(buffer);
            }));
        }
    }

    @Override
    public void onComplete() {
        if (tooLarge) {
            end(COMPLETE);
        } else {
            sink.success(new KeptBody(kept.toByteArray()));
        }
    }

    @Override
    public void onError(Throwable error) {
        if (tooLarge) {
            end(error);
        } else {
            sink.error(error);
        }
    }

    private void end(Object how) {
        if (end.getAndSet(how) instanceof CoreSubscriber<?> waiting) {
            tell(waiting, how);
        }
    }

    /** Reads what is still to come. */
    @Override
    public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
        reader = actual;
        actual.onSubscribe(this);
        Object how = end.compareAndExchange(null, actual);
        if (how != null) {
            tell(actual, how);
        }
    }

    private static void tell(CoreSubscriber<?> actual, Object how) {
        if (how instanceof Throwable error) {
            actual.onError(error);
        } else {
            actual.onComplete();
        }
    }

    @Override
    public void request(long n) {
        if (upstream != null) {
            upstream.request(n);
        }
    }

    @Override
    public void cancel() {
        if (upstream != null) {
            upstream.cancel();
        }
    }
}
