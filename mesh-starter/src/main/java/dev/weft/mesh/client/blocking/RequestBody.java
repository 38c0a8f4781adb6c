package dev.weft.mesh.client.blocking;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A request's body. While it is sent for the first time its beginning is kept, so that it can be sent again if it ends
 * within {@link #MOST_KEPT}; what is longer streams through. Used by one attempt at a time.
 */
final class RequestBody {

    /** The longest body that is sent a second time. */
    static final int MOST_KEPT = 64 * 1024;

    /** Writes the body. Called once. */
    @FunctionalInterface
    interface Source {
        void writeTo(OutputStream out) throws IOException;
    }

    private final Source source;
    private final long length;
    private @Nullable ByteArrayOutputStream kept;
    private @Nullable Consumer<byte @Nullable []> witness;
    private boolean begun;
    private boolean complete;
    private boolean callerFailed;

    /**
     * @param length how long the body is, or -1 if nobody knows
     */
    RequestBody(Source source, long length) {
        this.source = source;
        this.length = length;
        this.kept = length > MOST_KEPT ? null : new ByteArrayOutputStream((int) Math.max(256, length));
    }

    static RequestBody of(byte[] bytes) {
        return new RequestBody(out -> out.write(bytes), bytes.length);
    }

    long length() {
        return length;
    }

    /** Whether the body, as far as is known, can be sent again. */
    boolean isReplayable() {
        return kept != null;
    }

    /** Whether the body can be sent now: it was never begun, or is kept. */
    boolean isSendable() {
        return !begun || complete && kept != null;
    }

    /** Whether it was the caller's own side that could not produce the body. */
    boolean callerFailed() {
        return callerFailed;
    }

    /**
     * Hands over a copy of the body once it was written for the first time, or null when it turns out too long to be kept.
     * To be asked before that, once; hears nothing if the source fails.
     */
    void whenWritten(Consumer<byte @Nullable []> newWitness) {
        witness = newWitness;
        if (kept == null) {
            show(null);
        }
    }

    private void show(byte @Nullable [] bytes) {
        Consumer<byte @Nullable []> waiting = witness;
        if (waiting != null) {
            witness = null;
            waiting.accept(bytes);
        }
    }

    /**
     * Sends the body.
     *
     * @param outgrown told when the body turns out too long to be sent again
     * @param callerFails told before an exception of the source leaves, so that what was sent so far does not get a proper
     *     end and pass for whole
     */
    void writeTo(OutputStream wire, Runnable outgrown, Runnable callerFails) throws IOException {
        if (complete && kept != null) {
            kept.writeTo(wire);
            return;
        }
        begun = true;
        Tee tee = new Tee(wire, outgrown);
        try {
            source.writeTo(tee);
            tee.requireWhole();
            complete = true;
        } catch (IOException | RuntimeException | Error e) {
            tee.forget();
            if (tee.broken == null || e instanceof Error) {
                callerFailed = true;
                callerFails.run();
                throw e;
            }
            // The source may have wrapped what the wire threw, or stumbled over it: the wire's own word counts.
        }
        if (complete && witness != null) {
            show(kept == null ? null : kept.toByteArray());
        }
        if (tee.broken != null) {
            throw tee.broken;
        }
    }

    /** Sends what it is given, and keeps a copy. A broken wire does not stop the copy while it is worth having. */
    private final class Tee extends OutputStream {
        private final OutputStream wire;
        private final Runnable outgrown;
        private long count;
        private @Nullable IOException broken;

        Tee(OutputStream wire, Runnable outgrown) {
            this.wire = wire;
            this.outgrown = outgrown;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int size) throws IOException {
            count += size;
            keep(bytes, offset, size);
            if (broken == null) {
                try {
                    wire.write(bytes, offset, size);
                } catch (IOException e) {
                    broken = e;
                }
            }
            if (broken != null && kept == null) {
                throw broken;
            }
        }

        private void keep(byte[] bytes, int offset, int size) {
            if (kept == null) {
                return;
            }
            if (count <= MOST_KEPT) {
                kept.write(bytes, offset, size);
            } else {
                forget();
            }
        }

        void forget() {
            if (kept != null) {
                kept = null;
                outgrown.run();
            }
        }

        /** A short body goes out in one piece at its end, whatever its source thinks of flushing. */
        @Override
        public void flush() throws IOException {
            if (kept == null && broken == null) {
                wire.flush();
            }
        }

        private void requireWhole() throws IOException {
            if (length >= 0 && count != length) {
                throw new IOException(
                        "request body of " + count + " bytes (expected: " + length + ", as its Content-Length says)");
            }
        }
    }
}
