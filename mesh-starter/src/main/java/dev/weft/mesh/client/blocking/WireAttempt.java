package dev.weft.mesh.client.blocking;

import dev.weft.mesh.client.Alarms;
import dev.weft.mesh.client.OutgoingCall;
import dev.weft.mesh.engine.Attempt;
import dev.weft.mesh.engine.Call;
import dev.weft.mesh.engine.Verdict;
import dev.weft.mesh.model.Headers;
import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.resilience.RetryPolicy;
import dev.weft.mesh.telemetry.AttemptSpan;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

/**
 * One attempt on the wire: takes a connection, sends the request, waits for the response's head, and gives the connection
 * back when the response's body is over. When its time is up, an alarm closes the connection under it: that ends whatever
 * waits, be it for connecting, for writing or for reading.
 */
final class WireAttempt {

    private static final HttpRequestExecutor EXECUTOR = new HttpRequestExecutor();

    private final OutgoingCall outgoing;
    private final Call call;
    private final Attempt attempt;
    private final WireRequest request;
    private final Connections connections;
    private final Alarms alarms;
    private final ClientSettings settings;
    private final AtomicBoolean over = new AtomicBoolean();

    private AttemptSpan span = AttemptSpan.NONE;
    private @Nullable Exception failure;
    private @Nullable EndpointDetails wire;
    private @Nullable HttpRoute route;
    private boolean connected;
    private boolean kept;
    private long sentBefore;
    private volatile @Nullable ConnectionEndpoint connection;
    private volatile Alarms.Alarm alarm = Alarms.Alarm.NEVER;
    private volatile boolean late;

    WireAttempt(OutgoingCall outgoing, Attempt attempt, WireRequest request, MeshTransport transport) {
        this.outgoing = outgoing;
        this.call = outgoing.call();
        this.attempt = attempt;
        this.request = request;
        this.connections = transport.connections();
        this.alarms = transport.alarms();
        this.settings = transport.settings();
    }

    /**
     * Sends the request and waits for the response's head.
     *
     * @return the response if it is the caller's, or null if the engine wants another step
     * @throws IOException if the caller's own side failed, as it failed
     */
    @Nullable
    WireResponse send() throws IOException, InterruptedException {
        ClassicHttpRequest message = request.message(call.path());
        outgoing.editRequest(new WireFields(message));
        long waitNanos = ClientSettings.min(attempt.headTimeoutNanos(), settings.readTimeout());
        outgoing.introduce(attempt, waitNanos, message::setHeader);
        span = outgoing.trace(attempt, null, message::setHeader);
        RequestBody body = request.body();
        if (body != null) {
            message.setEntity(new WireEntity(body, this::outgrown, this::abort));
        }
        boolean settled = false;
        try {
            WireResponse response = judge(message, exchange(message));
            settled = true;
            return response;
        } catch (HttpException e) {
            failed(e);
        } catch (IOException | IllegalStateException e) {
            // HttpClient finds it an illegal state that an alarm has closed its connection.
            if (body != null && body.callerFailed()) {
                throw e;
            }
            failed(e);
        } finally {
            if (!settled) {
                // Does nothing after a failure on the wire: what else gets here is of the caller's making.
                end(Outcome.CALLER_FAILED, null, null);
            }
        }
        return null;
    }

    private ClassicHttpResponse exchange(ClassicHttpRequest message)
            throws IOException, HttpException, InterruptedException {
        ConnectionEndpoint leased = lease();
        if (leased.isConnected()) {
            if (!call.distrustsConnections()) {
                try {
                    return await(leased, message);
                } catch (StaleConnectionException e) {
                    alarm.cancel();
                }
            }
            leased.close(CloseMode.IMMEDIATE);
        }
        connect(leased);
        return await(leased, message);
    }

    private ConnectionEndpoint lease() throws IOException, InterruptedException {
        boolean secure = request.isSecure() || attempt.endpoint().secure();
        route = Connections.route(call.callee(), attempt.endpoint(), secure);
        ConnectionEndpoint leased = connections.lease(route);
        connection = leased;
        return leased;
    }

    private void connect(ConnectionEndpoint leased) throws IOException {
        long nanos = ClientSettings.min(call.connectTimeoutNanos(attempt), settings.connectTimeout());
        connected = false;
        // The socket's own timeout is for one address, and without TLS: the alarm is for all of it.
        setAlarm(nanos);
        connections.connect(leased, nanos);
        if (!alarm.cancel()) {
            throw new SocketTimeoutException("connecting took longer than " + nanos / 1_000_000 + " ms");
        }
    }

    private ClassicHttpResponse await(ConnectionEndpoint leased, ClassicHttpRequest message)
            throws IOException, HttpException {
        connected = true;
        setAlarm(leftOf(attempt.headTimeoutNanos()));
        ClassicHttpResponse response = leased.execute("", message, this::execute, HttpClientContext.create());
        if (!alarm.cancel()) {
            late = true;
            throw new SocketTimeoutException("the response's head came too late");
        }
        return response;
    }

    private ClassicHttpResponse execute(ClassicHttpRequest message, HttpClientConnection http, HttpContext context)
            throws IOException, HttpException {
        EndpointDetails details = http.getEndpointDetails();
        if (details.getRequestCount() > 0 && Connections.isStale(http, !RetryPolicy.isIdempotent(call.method()))) {
            throw new StaleConnectionException();
        }
        kept = details.getRequestCount() > 0;
        sentBefore = details.getSentBytesCount();
        wire = details;
        return EXECUTOR.execute(message, http, context);
    }

    private @Nullable WireResponse judge(ClassicHttpRequest message, ClassicHttpResponse response) throws IOException {
        Headers headers = name -> {
            Header first = response.getFirstHeader(name);
            return first == null ? null : first.getValue();
        };
        if (call.head(attempt, response.getCode(), headers, System.nanoTime()) == Verdict.DISCARD) {
            end(Outcome.COMPLETED, null, null);
            return null;
        }
        outgoing.delivered(headers);
        call.editResponse(new WireFields(response));
        WireBody body = new WireBody(this, outgoing, response.getEntity(), KeepAlive.after(message, response));
        return new WireResponse(response, body, outgoing.reason());
    }

    /** No head has come. */
    private void failed(Exception cause) throws InterruptedException {
        failure = cause;
        if (Thread.currentThread().isInterrupted()) {
            // An interrupt closes the socket that a virtual thread waits for.
            end(Outcome.CANCELLED, null, cause);
            throw new InterruptedException();
        }
        Outcome outcome = outcome(cause);
        if (kept && route != null && outcome == Outcome.RESET) {
            call.lostKeptConnection();
            connections.distrust(route);
        }
        end(outcome, null, cause);
    }

    private Outcome outcome(Exception cause) {
        if (cause instanceof Connections.ConnectionsFullException) {
            return Outcome.CONNECTIONS_FULL;
        }
        if (!connected) {
            return late || cause instanceof SocketTimeoutException ? Outcome.CONNECT_TIMEOUT : Outcome.CONNECT_FAILED;
        }
        if (late) {
            return Outcome.TIMEOUT;
        }
        // HttpClient counts what the socket has taken. It writes the head at once, from a buffer smaller than the
        // socket's: if that first write fails, nothing was sent.
        boolean nothingSent = wire == null || wire.getSentBytesCount() == sentBefore;
        RequestBody body = request.body();
        return nothingSent && (body == null || body.isSendable()) ? Outcome.REFUSED : Outcome.RESET;
    }

    /** What the attempt met on the wire, or null. */
    @Nullable
    Exception failure() {
        return failure;
    }

    /** What is left, by the engine's limit and the user's, of a time that began with the attempt. */
    private long leftOf(long nanos) {
        long limit = ClientSettings.min(nanos, settings.readTimeout());
        return limit == Call.UNLIMITED ? limit : limit - (System.nanoTime() - attempt.startedNanos());
    }

    /** The request's body streams and won't be sent again: no point in leaving time for a retry. */
    private void outgrown() {
        long nanos = call.outgrown(attempt);
        if (alarm.cancel()) {
            setAlarm(leftOf(nanos));
        }
    }

    private void setAlarm(long nanos) {
        setAlarm(nanos, () -> {
            late = true;
            abort();
        });
    }

    /** Sets the attempt's only alarm. */
    void setAlarm(long nanos, Runnable action) {
        alarm = alarms.in(nanos, action);
        if (over.get()) {
            // Ended in between, by another thread, which cancelled the alarm before this one.
            alarm.cancel();
        }
    }

    /** The longest silence within the response's body, by the engine's limit and the user's. */
    long idleNanos() {
        return ClientSettings.min(call.idleTimeoutNanos(), settings.readTimeout());
    }

    /** Closes the connection under whoever uses it. From any thread. */
    private void abort() {
        ConnectionEndpoint leased = connection;
        if (leased != null) {
            leased.close(CloseMode.IMMEDIATE);
        }
    }

    @Nullable
    ConnectionEndpoint connection() {
        return connection;
    }

    /** How the attempt has ended, or null. */
    @Nullable
    Outcome outcome() {
        return attempt.outcome();
    }

    /**
     * Ends the attempt and gives the connection back. From any thread; the first end counts.
     *
     * @param keepAlive how long the connection may be kept, or null to close it
     * @param error what was met on the wire, or null
     */
    void end(Outcome outcome, @Nullable TimeValue keepAlive, @Nullable Exception error) {
        if (!over.compareAndSet(false, true)) {
            return;
        }
        alarm.cancel();
        call.ended(attempt, outcome, System.nanoTime());
        ConnectionEndpoint leased = connection;
        if (leased != null) {
            connections.release(leased, keepAlive);
        }
        span.end(error);
    }

    /** The server has closed the connection while it was idle; nothing was sent. */
    private static final class StaleConnectionException extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
