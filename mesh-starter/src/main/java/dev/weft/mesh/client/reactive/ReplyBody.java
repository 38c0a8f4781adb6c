package dev.weft.mesh.client.reactive;

import dev.weft.mesh.engine.Call;
import dev.weft.mesh.model.Outcome;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.channel.EventLoop;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.netty.Connection;
import reactor.netty.ConnectionObserver;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientState;
import reactor.util.context.Context;

/**
 * The body of a response, which ends its attempt: at its end, when it breaks off, when its reader cancels, when time is up,
 * or when nobody reads it. Can be read once. Buffers are released once they have been handed over.
 */
public final class ReplyBody extends Flux<ByteBuf> {

    private static final AttributeKey<@Nullable ReplyBody> UNDER_WAY =
            AttributeKey.valueOf(ReplyBody.class, "underWay");

    private static final int UNREAD = 0;
    private static final int READ = 1;
    /** Ended before its time: whatever the connection says of it from now on, it is not whole. */
    private static final int CUT = 2;

    private final Running running;
    private final Connection connection;
    private final EventLoop eventLoop;
    private final Alarm alarm;
    private final AtomicInteger state = new AtomicInteger(UNREAD);
    private volatile long heardNanos;
    private volatile Outcome cutBy = Outcome.CANCELLED;
    private volatile @Nullable Reader reader;

    ReplyBody(Running running, Connection connection, Alarm alarm) {
        this.running = running;
        this.connection = connection;
        this.eventLoop = connection.channel().eventLoop();
        this.alarm = alarm;
        this.heardNanos = running.now();
        connection.channel().attr(UNDER_WAY).set(this);
    }

    /**
     * The client, with bodies that learn when the transport is done with their responses. Asked for each response, the
     * transport would prepare for each of the ways in which it may end.
     */
    static HttpClient watched(HttpClient client) {
        return client.observe((connection, state) -> {
            if (isEnd(state)) {
                Attribute<@Nullable ReplyBody> underWay = connection.channel().attr(UNDER_WAY);
                ReplyBody body = underWay.get();
                // What is over may be the response before.
                if (body != null && body.connection == connection) {
                    underWay.set(null);
                    body.terminated();
                }
            }
        });
    }

    private static boolean isEnd(ConnectionObserver.State state) {
        return state == HttpClientState.RESPONSE_COMPLETED
                || state == HttpClientState.RESPONSE_INCOMPLETE
                || state == ConnectionObserver.State.DISCONNECTING
                || state == ConnectionObserver.State.RELEASED;
    }

    boolean isTaken() {
        return state.get() == READ;
    }

    @Override
    public void subscribe(CoreSubscriber<? super ByteBuf> actual) {
        read().subscribe(actual);
    }

    /**
     * The same by operators of Reactor's own. Where it restores the thread's context, it does so at each signal of all that
     * others have made.
     */
    Flux<ByteBuf> content() {
        return Flux.defer(this::read);
    }

    @SuppressWarnings("unchecked")
    private Flux<ByteBuf> read() {
        if (!state.compareAndSet(UNREAD, READ)) {
            return Flux.error(new IllegalStateException("the response's body was read or given up before"));
        }
        Flux<Object> parts = (Flux<Object>) connection.inbound().receiveObject();
        return parts.transform(Operators.<Object, ByteBuf>lift((source, actual) -> {
            Reader first = new Reader(actual);
            reader = first;
            return first;
        }));
    }

    /** Gives the rest up and closes the connection. */
    void drop() {
        state.set(CUT);
        end(Outcome.CANCELLED, null);
        eventLoop.execute(connection::dispose);
    }

    /** What is left until the body is cut, in nanoseconds, or {@link Call#UNLIMITED}; cuts it when nothing is. */
    long left() {
        long now = running.now();
        long idle = running.idleTimeoutNanos();
        long left = running.call().leftNanos(now);
        if (idle != Call.UNLIMITED) {
            left = Math.min(left, heardNanos + idle - now);
        }
        if (left <= 0) {
            cut();
        }
        return left;
    }

    private void cut() {
        boolean wasRead = state.getAndSet(CUT) == READ;
        Reader current = reader;
        // A reader that asks for nothing, or that never came, has itself to blame.
        boolean waits = wasRead && (current == null || current.demand > 0);
        end(cutBy = waits ? Outcome.BODY_TIMEOUT : Outcome.CANCELLED, null);
        // Closed for a reader, so that it hears of it; disposed of otherwise. On the event loop, where it is known
        // whether the connection is still this response's.
        eventLoop.execute(() -> {
            if (wasRead) {
                connection.channel().close();
            } else {
                connection.dispose();
            }
        });
    }

    /** The transport is done with the response. Decides only for a body that nobody reads, maybe never. */
    private void terminated() {
        if (state.get() == UNREAD) {
            end(connection.channel().isActive() ? Outcome.COMPLETED : Outcome.CANCELLED, null);
        }
    }

    private void end(Outcome outcome, @Nullable Throwable error) {
        alarm.dispose();
        running.end(outcome, error);
    }

    private final class Reader implements CoreSubscriber<Object>, Subscription {

        private static final AtomicLongFieldUpdater<Reader> DEMAND =
                AtomicLongFieldUpdater.newUpdater(Reader.class, "demand");

        private final CoreSubscriber<? super ByteBuf> actual;
        private volatile long demand;
        private long bytes;
        private @Nullable Subscription upstream;

        Reader(CoreSubscriber<? super ByteBuf> actual) {
            this.actual = actual;
        }

        @Override
        public Context currentContext() {
            return actual.currentContext();
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            upstream = subscription;
            actual.onSubscribe(this);
        }

        @Override
        public void onNext(Object part) {
            ByteBuf buffer = part instanceof ByteBufHolder holder ? holder.content() : (ByteBuf) part;
            heardNanos = running.now();
            bytes += buffer.readableBytes();
            if (demand != Long.MAX_VALUE) {
                Operators.produced(DEMAND, this, 1);
            }
            actual.onNext(buffer);
        }

        @Override
        public void onComplete() {
            if (state.get() == CUT) {
                breakOff(cutBy, null);
            } else {
                end(Outcome.COMPLETED, null);
                actual.onComplete();
            }
        }

        @Override
        public void onError(Throwable error) {
            if (state.get() == CUT) {
                breakOff(cutBy, error);
            } else {
                end(Outcome.TRUNCATED, error);
                breakOff(Outcome.TRUNCATED, error);
            }
        }

        private void breakOff(Outcome outcome, @Nullable Throwable error) {
            actual.onError(running.outgoing().brokenOff(outcome, bytes, error));
        }

        @Override
        public void request(long n) {
            if (Operators.addCap(DEMAND, this, n) == 0) {
                heardNanos = running.now();
            }
            if (upstream != null) {
                upstream.request(n);
            }
        }

        @Override
        public void cancel() {
            end(Outcome.CANCELLED, null);
            if (upstream != null) {
                upstream.cancel();
            }
        }
    }
}
