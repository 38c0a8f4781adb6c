package dev.weft.mesh.client.reactive;

import dev.weft.mesh.client.Alarms;
import dev.weft.mesh.engine.Call;
import dev.weft.mesh.model.Outcome;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;
import reactor.netty.Connection;
import reactor.netty.NettyOutbound;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientRequest;
import reactor.netty.http.client.HttpClientResponse;
import reactor.util.context.Context;

/**
 * One attempt on Reactor Netty, up to the head of its response. Whatever comes first decides how it ends: head, error,
 * time limit or cancellation; what comes later finds the phase {@code OVER}.
 *
 * <p>An event loop that is behind, on a machine that is busy, must not pass for an endpoint that does not answer. An event
 * loop reads what has arrived before it looks at its timers, so the limits are kept there: those of connecting and of a
 * handshake by Netty itself, the head's by asking the connection's event loop when the time is over. The alarm, which rings
 * elsewhere, ends what an event loop that hangs would never end.
 */
final class NettyAttempt {

    private enum Phase {
        /** Waits for a connection. Nothing was sent. */
        CONNECTING,
        /** The request is on its way. */
        SENT,
        /** The head has come; the body answers for what is left. */
        ANSWERED,
        OVER
    }

    private static final AtomicReferenceFieldUpdater<NettyAttempt, Phase> PHASE =
            AtomicReferenceFieldUpdater.newUpdater(NettyAttempt.class, Phase.class, "phase");

    private final Running running;
    private final RequestBody body;
    private final AttemptHead head;
    private final MonoSink<NettyReply> sink;
    private final Alarm alarm;
    private final Disposable.Swap exchange = Disposables.swap();
    private volatile Phase phase = Phase.CONNECTING;
    private volatile @Nullable NettyReply reply;
    // Written before the phase is SENT, and read after.
    private @Nullable Channel channel;
    private boolean kept;
    // Touched by whoever the alarm calls: one after the other.
    private boolean readsFirst;

    NettyAttempt(
            Running running,
            RequestBody body,
            AttemptHead head,
            MonoSink<NettyReply> sink,
            Alarms alarms,
            Scheduler scheduler) {
        this.running = running;
        this.body = body;
        this.head = head;
        this.sink = sink;
        this.alarm = new Alarm(alarms, scheduler, this::left);
    }

    /** @param there a request to the endpoint */
    void start(HttpClient.RequestSender there) {
        sink.onCancel(this::cancel);
        alarm.run();
        exchange.update(there.uri(head.uri())
                .send(this::write)
                .responseConnection(this::answered)
                // Handed over with the subscription: an operator for it would restore the thread's context at each
                // signal.
                .subscribe(sink::success, this::fail, null, Context.of(sink.contextView())));
    }

    private Publisher<Void> write(HttpClientRequest out, NettyOutbound outbound) {
        outbound.withConnection(this::taken);
        if (!PHASE.compareAndSet(this, Phase.CONNECTING, Phase.SENT)) {
            // Given up while it connected: it counts as unsent and may be under way elsewhere by now.
            return Mono.error(new IllegalStateException("given up before it was sent"));
        }
        head.write(out.requestHeaders());
        return body.write(outbound);
    }

    private void taken(Connection connection) {
        channel = connection.channel();
        kept = KeptConnections.use(connection.channel());
    }

    private Publisher<NettyReply> answered(HttpClientResponse response, Connection connection) {
        NettyReply answer = new NettyReply(running, response, connection, alarm);
        reply = answer;
        if (!PHASE.compareAndSet(this, Phase.SENT, Phase.ANSWERED)) {
            answer.drop();
            return Mono.empty();
        }
        return Mono.just(answer);
    }

    private void fail(Throwable error) {
        Phase was = PHASE.getAndUpdate(this, NettyAttempt::over);
        if (was == Phase.CONNECTING || was == Phase.SENT) {
            Outcome outcome = Outcomes.of(error, was == Phase.SENT, body);
            if (outcome == Outcome.RESET && kept) {
                running.call().lostKeptConnection();
                KeptConnections.lost(Objects.requireNonNull(channel), running.now());
            }
            end(outcome, error);
        }
    }

    /** What is left until the next limit; when nothing is, the attempt ends. */
    private long left() {
        Phase now = phase;
        return switch (now) {
            case CONNECTING -> left(now, running.connectTimeoutNanos(), Outcome.CONNECT_TIMEOUT);
            case SENT -> left(now, running.headTimeoutNanos(), Outcome.TIMEOUT);
            case ANSWERED -> {
                NettyReply answer = reply;
                yield answer == null ? Call.UNLIMITED : answer.left();
            }
            case OVER -> Call.UNLIMITED;
        };
    }

    private long left(Phase now, long limitNanos, Outcome outcome) {
        if (limitNanos == Call.UNLIMITED) {
            return running.idleTimeoutNanos();
        }
        long left = limitNanos - running.ageNanos();
        if (left > 0) {
            // Not longer than the body's limit, which may hold by the time the alarm rings.
            return Math.min(left, running.idleTimeoutNanos());
        }
        if (now == Phase.SENT && !readsFirst) {
            // As long again for an event loop that hangs, within the call's time.
            long patience = Math.min(limitNanos, running.call().leftNanos(running.now()));
            if (patience > 0 && readFirst()) {
                return Math.min(patience, running.idleTimeoutNanos());
            }
        }
        if (!PHASE.compareAndSet(this, now, Phase.OVER)) {
            return left();
        }
        exchange.dispose();
        end(outcome, new TimeoutException(outcome.words() + " after " + limitNanos / 1_000_000 + " ms"));
        return 0;
    }

    /** Has the event loop read what has arrived, and then ask what is left again; false if it has ended. */
    private boolean readFirst() {
        readsFirst = true;
        EventLoop loop = Objects.requireNonNull(channel).eventLoop();
        try {
            // From within: a task that is given from elsewhere may run before the event loop reads.
            loop.execute(() -> loop.schedule(alarm, 0, TimeUnit.NANOSECONDS));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private void end(Outcome outcome, Throwable error) {
        alarm.dispose();
        running.end(outcome, error);
        sink.error(new AttemptException(outcome, error));
    }

    private void cancel() {
        Phase was = PHASE.getAndUpdate(this, NettyAttempt::over);
        NettyReply answer = reply;
        if (was == Phase.ANSWERED && answer != null) {
            if (!answer.isTaken()) {
                answer.drop();
            }
        } else if (was != Phase.OVER) {
            alarm.dispose();
            exchange.dispose();
            running.end(Outcome.CANCELLED, null);
        }
    }

    private static Phase over(Phase was) {
        return was == Phase.ANSWERED ? was : Phase.OVER;
    }
}
