package dev.weft.registry.stream;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes events to a client as fast as its socket takes them, and waits for nobody: while the socket is full nothing is
 * written, and the container calls when it takes more. Whoever has something to say calls {@link #wake}; one of the threads
 * that do writes, the others go on at once.
 */
final class EventWriter implements WriteListener, AsyncListener {

    private static final Logger LOG = LoggerFactory.getLogger(EventWriter.class);

    /** So much of a large event may wait within the container, beside what is shared by all. */
    private static final int SLICE = 16 * 1024;

    private final AsyncContext async;
    private final ServletOutputStream out;
    private final Supplier<byte @Nullable []> source;
    private final Runnable onClose;

    /** How many have called since the writing thread last looked. */
    private final AtomicInteger calls = new AtomicInteger();

    /** Held while somebody writes, and by the container before it ends a response that has failed. */
    private final Lock writing = new ReentrantLock();

    private final AtomicBoolean over = new AtomicBoolean();
    private volatile boolean closing;
    private volatile boolean ready;

    // Of the writing thread.
    private byte[] event = {};
    private int written;
    private boolean flushed = true;

    /**
     * @param source the next event, or null if there is none; asked by one thread at a time
     * @param onClose called at least once when nothing more is written
     */
    EventWriter(AsyncContext async, Supplier<byte @Nullable []> source, Runnable onClose) throws IOException {
        this.async = async;
        this.out = async.getResponse().getOutputStream();
        this.source = source;
        this.onClose = onClose;
    }

    /** Writes what there is, from when the container is ready for it. */
    void start() {
        async.setTimeout(0);
        async.addListener(this);
        out.setWriteListener(this);
    }

    @Override
    public void onWritePossible() throws IOException {
        ready = true;
        drain();
    }

    /** There may be something to write. */
    void wake() {
        try {
            drain();
        } catch (IOException e) {
            // The container knows, and calls onError. It alone may end the response now: a second end would hit whoever
            // has its buffers next.
            LOG.debug("A client is gone", e);
            onClose.run();
        }
    }

    /** After a failure nobody comes in here again. */
    private void drain() throws IOException {
        if (!ready || calls.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            writing.lock();
            try {
                write();
            } catch (IllegalStateException e) {
                LOG.debug("A stream had ended already", e);
                end();
            } catch (RuntimeException e) {
                LOG.error("A client could not be told something, and is to come again", e);
                end();
            } finally {
                writing.unlock();
            }
            seen = calls.addAndGet(-seen);
        } while (seen != 0);
    }

    private void write() throws IOException {
        if (closing) {
            end();
        }
        while (!over.get() && out.isReady()) {
            if (written < event.length) {
                int length = Math.min(SLICE, event.length - written);
                out.write(event, written, length);
                written += length;
                flushed = false;
                continue;
            }
            byte[] next = source.get();
            if (next != null) {
                event = next;
                written = 0;
            } else if (flushed) {
                return;
            } else {
                event = new byte[0];
                written = 0;
                flushed = true;
                out.flush();
            }
        }
    }

    /** Ends the response, when nobody writes any more. */
    void close() {
        closing = true;
        wake();
        onClose.run();
    }

    private void end() {
        if (over.compareAndSet(false, true)) {
            try {
                async.complete();
            } catch (IllegalStateException e) {
                LOG.debug("It had ended already", e);
            }
        }
        onClose.run();
    }

    @Override
    public void onError(Throwable e) {
        LOG.debug("A client is gone", e);
        fail();
    }

    @Override
    public void onError(AsyncEvent event) {
        fail();
    }

    /**
     * The thread whose write has failed has told the container, and may still be inside it, with the buffers in its hands:
     * the container gets them back, for its next client, when that thread has left.
     */
    private void fail() {
        writing.lock();
        try {
            end();
        } finally {
            writing.unlock();
        }
    }

    /** The container holds locks of its own here, on which somebody who writes may wait. */
    @Override
    public void onComplete(AsyncEvent event) {
        over.set(true);
        onClose.run();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        fail();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {}
}
