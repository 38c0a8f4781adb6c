package dev.weft.mesh.client.reactive;

import dev.weft.mesh.engine.Call;
import dev.weft.mesh.model.Outcome;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.netty.Connection;
import reactor.util.context.Context;

/**
 * The body of a response, which ends its attempt: at its end, when it breaks off, when its reader cancels, when time is up,
 * or when nobody reads it. Can be read once. Buffers are released once they have been handed over.
 */
public final class ReplyBody extends Flux<ByteBuf> {

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
        connection.onTerminate().subscribe(null, error -> terminated(), this::terminated);
    }

    boolean isTaken() {
        return state.get() == READ;
    }

    @Override
    public void subscribe(CoreSubscriber<? super ByteBuf> actual) {
        if (state.compareAndSet(UNREAD, READ)) {
            Reader first = new Reader(actual);
            reader = first;
            connection.inbound().receive().subscribe(first);
        } else {
            Operators.error(actual, new IllegalStateException("the response's body was read or given up before"));
        }
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

    private final class Reader implements CoreSubscriber<ByteBuf>, Subscription {

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
        public void onNext(ByteBuf buffer) {
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
