package dev.weft.mesh.client.blocking;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.io.ModalCloseable;
import org.apache.hc.core5.pool.DisposalCallback;

/**
 * Closes the connections that a pool discards, on threads of its own: a graceful end says good-bye over TLS, which may
 * wait for the peer, and the pool discards under the lock that every call needs. Thread-safe.
 */
final class Closer<C extends ModalCloseable> implements DisposalCallback<C>, AutoCloseable {

    /** So many may wait for their peers at a time; whoever comes then is closed without good-bye. */
    private static final int MOST_WAITING = 16;

    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(0, MOST_WAITING, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), Closer::thread);

    Closer() {
        threads.setRejectedExecutionHandler((task, executor) -> ((Closing) task).connection.close(CloseMode.IMMEDIATE));
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "weft-closer");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void execute(C connection, CloseMode mode) {
        if (mode == CloseMode.GRACEFUL) {
            threads.execute(new Closing(connection));
        } else {
            connection.close(mode);
        }
    }

    /** What is being closed goes on. */
    @Override
    public void close() {
        threads.shutdown();
    }

    private record Closing(ModalCloseable connection) implements Runnable {
        @Override
        public void run() {
            connection.close(CloseMode.GRACEFUL);
        }
    }
}
