package dev.weft.mesh.client.blocking;

import dev.weft.mesh.client.OutgoingCall;
import dev.weft.mesh.client.OutgoingCalls;
import dev.weft.mesh.client.OutgoingCopy;
import dev.weft.mesh.rules.Mirror;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;
import org.springframework.util.function.SingletonSupplier;

/**
 * Sends the copies of calls that mirror rules want, on other threads and over other connections than the calls', so that
 * none of these waits for a copy or fails with it. Thread-safe.
 */
final class CopySender {

    private static final Logger log = LoggerFactory.getLogger(CopySender.class);

    private final TaskDecorator context = new ContextPropagatingTaskDecorator();
    private final OutgoingCalls calls;
    private final Executor threads;
    private final Supplier<Connections> connections;

    /** @param connections made with the first copy, since few clients send any */
    CopySender(OutgoingCalls calls, Executor threads, Supplier<Connections> connections) {
        this.calls = calls;
        this.threads = threads;
        this.connections = SingletonSupplier.of(connections);
    }

    /** An attempt is about to be sent. With the first, the copies leave: now, or when there is a body, once that was written. */
    void follow(OutgoingCall call, WireRequest request, MeshTransport transport) {
        List<Mirror> mirrors = call.takeMirrors();
        RequestBody body = request.body();
        if (mirrors.isEmpty()) {
            return;
        }
        if (body == null) {
            mirrors.forEach(mirror -> copy(call, mirror, request, transport));
        } else {
            body.whenWritten(bytes -> mirrors.forEach(mirror -> copy(call, mirror, request, bytes, transport)));
        }
    }

    private void copy(
            OutgoingCall call, Mirror mirror, WireRequest request, byte @Nullable [] body, MeshTransport transport) {
        if (body == null) {
            calls.tooLong(call, mirror);
        } else {
            copy(call, mirror, request.with(RequestBody.of(body)), transport);
        }
    }

    private void copy(OutgoingCall call, Mirror mirror, WireRequest request, MeshTransport transport) {
        OutgoingCopy copy = null;
        try {
            copy = calls.copy(call, mirror, request.uri(), request::header);
            if (copy != null) {
                hand(copy, request, transport);
            }
        } catch (RuntimeException | Error e) {
            // The application ends, or there are no more threads: nothing of which the real call should hear.
            log.debug("A copy has not been sent", e);
            if (copy != null) {
                copy.call().cancel(System.nanoTime());
            }
        }
    }

    /** To another thread, with the caller's observation, so that the copy is part of its trace. */
    private void hand(OutgoingCopy copy, WireRequest request, MeshTransport transport) {
        threads.execute(context.decorate(() -> send(copy, request, transport)));
    }

    private void send(OutgoingCopy copy, WireRequest request, MeshTransport transport) {
        try {
            transport.over(connections.get()).carry(copy, request).drain();
        } catch (IOException | RuntimeException e) {
            // Nobody waits for it, and it is counted.
            log.debug("A copy has failed", e);
        } finally {
            // Does nothing unless it has failed: then it must not hold its place.
            copy.call().cancel(System.nanoTime());
        }
    }
}
