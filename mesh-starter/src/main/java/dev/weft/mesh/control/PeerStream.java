package dev.weft.mesh.control;

import dev.weft.mesh.control.EventParser.Event;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One try to open a stream, and the stream that comes of it. Bytes are asked for as they are dealt with, on the loop's
 * thread, where the listener is told; after {@link #close} it is told nothing more.
 */
final class PeerStream implements BodyHandler<String> {

    private static final Logger log = LoggerFactory.getLogger(PeerStream.class);

    private static final int OK = 200;

    private final Executor loop;
    private final Listener listener;
    private final EventParser parser = new EventParser();

    // Confined to the loop.
    private @Nullable CompletableFuture<HttpResponse<String>> response;
    private Flow.@Nullable Subscription subscription;
    private boolean over;

    /** What is told of a try. After one of the last two comes nothing more. */
    interface Listener {

        /** Something came, and be it a sign of life. */
        void heard();

        void event(Event event);

        /** Another answer than a stream. */
        void refused(HttpResponse<String> answer);

        /** No answer, or the stream is at its end. */
        void ended(String why);
    }

    PeerStream(Executor loop, Listener listener) {
        this.loop = loop;
        this.listener = listener;
    }

    /** The try is under way. */
    void begun(CompletableFuture<HttpResponse<String>> itsResponse) {
        response = itsResponse;
        itsResponse.whenCompleteAsync(this::answered, loop);
    }

    /** Gives up, without waiting for anything. */
    void close() {
        over = true;
        if (subscription != null) {
            subscription.cancel();
        }
        if (response != null) {
            response.cancel(true);
        }
    }

    @Override
    public BodySubscriber<String> apply(ResponseInfo info) {
        return info.statusCode() == OK ? new Events() : BodySubscribers.ofString(StandardCharsets.UTF_8);
    }

    private void answered(@Nullable HttpResponse<String> answer, @Nullable Throwable failure) {
        if (over) {
            return;
        }
        if (answer == null) {
            end(failure);
        } else if (answer.statusCode() != OK) {
            over = true;
            listener.refused(answer);
        }
    }

    private void end(@Nullable Throwable failure) {
        if (!over) {
            over = true;
            listener.ended(words(failure));
        }
    }

    private void take(List<ByteBuffer> buffers) {
        if (over) {
            return;
        }
        listener.heard();
        try {
            for (ByteBuffer buffer : buffers) {
                for (Event event : parser.take(buffer)) {
                    if (!over) {
                        listener.event(event);
                    }
                }
            }
        } catch (RuntimeException e) {
            // Whatever it is, a stream of which something is missing must not go on.
            log.debug("A stream's event could not be taken in", e);
            close();
            listener.ended("it said what can't be used: " + (e.getMessage() != null ? e.getMessage() : e));
        }
        if (!over && subscription != null) {
            subscription.request(1);
        }
    }

    private static String words(@Nullable Throwable failure) {
        if (failure == null) {
            return "the registry has ended it";
        }
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause.getMessage() != null ? cause.getMessage() : cause.toString();
    }

    /** Signals come on any of the client's threads. The head alone is the answer: the body has no end to wait for. */
    private final class Events implements BodySubscriber<String> {

        @Override
        public CompletionStage<String> getBody() {
            return CompletableFuture.completedFuture("");
        }

        @Override
        public void onSubscribe(Flow.Subscription its) {
            loop.execute(() -> {
                subscription = its;
                if (over) {
                    its.cancel();
                } else {
                    its.request(1);
                }
            });
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            loop.execute(() -> take(buffers));
        }

        @Override
        public void onError(Throwable failure) {
            loop.execute(() -> end(failure));
        }

        @Override
        public void onComplete() {
            loop.execute(() -> end(null));
        }
    }
}
