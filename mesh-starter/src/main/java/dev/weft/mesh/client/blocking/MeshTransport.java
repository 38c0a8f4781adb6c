package dev.weft.mesh.client.blocking;

import dev.weft.mesh.client.Alarms;
import dev.weft.mesh.client.LogicalHosts;
import dev.weft.mesh.client.OutgoingCall;
import dev.weft.mesh.client.OutgoingCalls;
import dev.weft.mesh.client.OutgoingRequest;
import dev.weft.mesh.client.Preparation;
import dev.weft.mesh.client.Redirects;
import dev.weft.mesh.context.MeshContext;
import dev.weft.mesh.engine.Attempt;
import dev.weft.mesh.engine.Call;
import dev.weft.mesh.engine.Step;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.hc.core5.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Carries out blocking calls: asks the engine what to do, and does it on the caller's thread.
 *
 * @param connections to every endpoint
 * @param settings what the user asked of this client
 * @param copies sends what mirror rules want
 */
record MeshTransport(
        OutgoingCalls calls, Connections connections, Alarms alarms, ClientSettings settings, CopySender copies) {

    /** The same with these settings instead, all but their SSL bundle. */
    MeshTransport with(ClientSettings newSettings) {
        return new MeshTransport(calls, connections, alarms, newSettings, copies);
    }

    /** The same over these connections instead. */
    MeshTransport over(Connections newConnections) {
        return new MeshTransport(calls, newConnections, alarms, settings, copies);
    }

    /** Makes a call, and those to which it is redirected from hosts outside the mesh. */
    WireResponse call(WireRequest request, LogicalHosts hosts) throws IOException {
        WireRequest current = request;
        WireResponse response = call(current);
        for (int hops = 0; settings.followsRedirects() && hops < Redirects.MOST; hops++) {
            Redirects.Hop hop = Redirects.next(
                    hosts,
                    current.service(),
                    current.uri(),
                    current.method(),
                    response.status(),
                    response.header(HttpHeaders.LOCATION));
            WireRequest next = hop == null ? null : current.redirected(hop);
            if (next == null) {
                return response;
            }
            response.close();
            current = next;
            response = call(current);
        }
        return response;
    }

    /**
     * Makes a call.
     *
     * @throws dev.weft.mesh.client.MeshException if there is no response to hand to the caller
     * @throws InterruptedIOException if the thread is interrupted; it stays so
     * @throws IOException if the request's body could not be produced, as its source threw it
     */
    private WireResponse call(WireRequest request) throws IOException {
        RequestBody body = request.body();
        MeshContext context = MeshContext.current();
        long began = System.nanoTime();
        prepare(request, context);
        OutgoingRequest announced = OutgoingRequest.of(
                request.service(),
                request.uri(),
                request.method(),
                request::header,
                body == null || body.isReplayable());
        OutgoingCall outgoing = calls.begin(announced, context, null, began);
        return carry(outgoing, request);
    }

    /** Carries out a call that has begun; for the exceptions see {@link #call}. */
    WireResponse carry(OutgoingCall outgoing, WireRequest request) throws IOException {
        try {
            return loop(outgoing, request);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(outgoing);
        } catch (IOException | RuntimeException | Error e) {
            // The call is over, unless something has failed that had no business to. Then it holds nothing back either.
            outgoing.call().cancel(System.nanoTime());
            throw e;
        }
    }

    /** Waits, if need be, until the addresses of a host outside are known, or more of a service that was never called. */
    private void prepare(WireRequest request, @Nullable MeshContext context) throws InterruptedIOException {
        Preparation preparation = calls.prepare(request.service(), context, null);
        if (preparation == null) {
            return;
        }
        try {
            preparation.ready().get(preparation.nanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // The call that begins now goes by what is known, or is out of time, and says so.
        } catch (ExecutionException e) {
            throw new IllegalStateException("a preparation does not fail", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(request.service() + ": interrupted while it was looked up");
        }
    }

    private WireResponse loop(OutgoingCall outgoing, WireRequest request) throws IOException, InterruptedException {
        Call call = outgoing.call();
        Exception met = null;
        while (true) {
            Step step = call.next(System.nanoTime());
            if (step instanceof Attempt attempt) {
                copies.follow(outgoing, request, this);
                WireAttempt wire = new WireAttempt(outgoing, attempt, request, this);
                WireResponse response = wire.send();
                if (response != null) {
                    return response;
                }
                met = wire.failure();
            } else if (step instanceof Step.Wait wait) {
                pause(wait.nanos());
            } else if (step instanceof Step.Answer answer) {
                return WireResponse.of(answer, call);
            } else if (step instanceof Step.Fail fail) {
                throw outgoing.failed(fail.failure(), met);
            }
        }
    }

    private static void pause(long nanos) throws InterruptedException {
        long began = System.nanoTime();
        for (long left = nanos; left > 0; left = nanos - (System.nanoTime() - began)) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private static IOException interrupted(OutgoingCall outgoing) {
        long now = System.nanoTime();
        Call call = outgoing.call();
        call.cancel(now);
        InterruptedIOException interrupted = new InterruptedIOException(call.service() + ": interrupted after "
                + TimeUnit.NANOSECONDS.toMillis(now - call.startedNanos()) + " ms");
        if (call.next(now) instanceof Step.Fail fail) {
            interrupted.initCause(outgoing.failed(fail.failure(), null));
        }
        return interrupted;
    }
}
