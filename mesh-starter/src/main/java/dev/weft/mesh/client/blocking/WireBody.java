package dev.weft.mesh.client.blocking;

import dev.weft.mesh.client.OutgoingCall;
import dev.weft.mesh.engine.Call;
import dev.weft.mesh.model.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * A response's body as it comes in. It ends the attempt at the first of: its own end, the caller's {@code close}, an
 * error, the call's deadline, too long a silence; the last two also if the caller has forgotten it.
 */
final class WireBody extends InputStream {

    /** A caller that closes with no more than this left to come keeps the connection usable ... */
    private static final int MOST_LEFTOVER = 16 * 1024;

    /** ... if that comes at once: a parser stops at the end of the document, before the last chunk is there. */
    private static final Timeout LEFTOVER_TIMEOUT = Timeout.ofMilliseconds(50);

    /** Between two reads this close to each other the caller counts as waiting for the endpoint. */
    private static final long BETWEEN_READS_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final WireAttempt attempt;
    private final OutgoingCall outgoing;
    private final InputStream content;
    private final long length;
    private final @Nullable TimeValue keepAlive;
    private long count;
    private volatile boolean reading;
    private volatile long activeNanos = System.nanoTime();

    /**
     * @param entity null if the response has no body
     * @param keepAlive how long the connection may be kept after the body's end, or null
     */
    WireBody(WireAttempt attempt, OutgoingCall outgoing, @Nullable HttpEntity entity, @Nullable TimeValue keepAlive)
            throws IOException {
        this.attempt = attempt;
        this.outgoing = outgoing;
        this.content = entity == null ? InputStream.nullInputStream() : entity.getContent();
        this.length = entity == null ? 0 : entity.getContentLength();
        this.keepAlive = keepAlive;
        if (length == 0) {
            attempt.end(Outcome.COMPLETED, keepAlive, null);
        } else {
            watch();
        }
    }

    /** Whether there is nothing to read, and was not from the beginning. */
    boolean isEmpty() {
        return length == 0;
    }

    /** Looks whether the time is up, and comes back when it may be. */
    private void watch() {
        long now = System.nanoTime();
        boolean waiting = reading || now - activeNanos < BETWEEN_READS_NANOS;
        long idle = attempt.idleNanos();
        long idleLeft = idle == Call.UNLIMITED ? idle : idle - (now - activeNanos);
        long left = Math.min(outgoing.call().leftNanos(now), idleLeft);
        if (left > 0) {
            attempt.setAlarm(left, this::watch);
        } else {
            attempt.end(waiting ? Outcome.BODY_TIMEOUT : Outcome.CANCELLED, null, null);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int size) throws IOException {
        Outcome ended = attempt.outcome();
        if (ended == Outcome.COMPLETED) {
            return -1;
        }
        if (ended != null) {
            throw outgoing.brokenOff(ended, count, null);
        }
        activeNanos = System.nanoTime();
        reading = true;
        try {
            int got = content.read(into, offset, size);
            count(got);
            return got;
        } catch (IOException e) {
            throw brokenOff(e);
        } finally {
            activeNanos = System.nanoTime();
            reading = false;
        }
    }

    /** Ends the attempt with the body's last byte: few callers ask for more. */
    private void count(int got) {
        count += Math.max(0, got);
        if (got < 0 || count == length) {
            attempt.end(Outcome.COMPLETED, keepAlive, null);
        }
    }

    private IOException brokenOff(IOException cause) {
        if (Thread.currentThread().isInterrupted()) {
            attempt.end(Outcome.CANCELLED, null, cause);
            InterruptedIOException interrupted = new InterruptedIOException(cause.getMessage());
            interrupted.initCause(cause);
            return interrupted;
        }
        attempt.end(Outcome.TRUNCATED, null, cause);
        Outcome ended = attempt.outcome();
        return outgoing.brokenOff(ended == null ? Outcome.TRUNCATED : ended, count, cause);
    }

    @Override
    public int available() throws IOException {
        return attempt.outcome() == null ? content.available() : 0;
    }

    @Override
    public void close() {
        if (attempt.outcome() != null) {
            return;
        }
        if (isRestAtHand()) {
            attempt.end(Outcome.COMPLETED, keepAlive, null);
        } else {
            attempt.end(Outcome.CANCELLED, null, null);
        }
    }

    private boolean isRestAtHand() {
        ConnectionEndpoint connection = attempt.connection();
        if (keepAlive == null || connection == null || length - count > MOST_LEFTOVER) {
            return false;
        }
        try {
            connection.setSocketTimeout(LEFTOVER_TIMEOUT);
            boolean ended = skipRest();
            connection.setSocketTimeout(Timeout.DISABLED);
            return ended;
        } catch (IOException | IllegalStateException e) {
            // Nothing came, or an alarm was faster.
            return false;
        }
    }

    private boolean skipRest() throws IOException {
        long began = System.nanoTime();
        byte[] skipped = new byte[2048];
        int most = MOST_LEFTOVER;
        while (most > 0 && System.nanoTime() - began < LEFTOVER_TIMEOUT.toNanoseconds()) {
            int got = content.read(skipped);
            count += Math.max(0, got);
            most -= got;
            if (got < 0 || count == length) {
                return true;
            }
        }
        return false;
    }
}
