package dev.weft.mesh.client.reactive;

import io.netty.channel.EventLoop;
import java.util.concurrent.CountDownLatch;
import reactor.netty.resources.LoopResources;

/** A client's only event loop, which may be made to do something else for a while. */
final class BusyLoop implements AutoCloseable {

    private final LoopResources loops = LoopResources.create("one", 1, true);
    private final EventLoop loop = loops.onClient(true).next();
    private final CountDownLatch free = new CountDownLatch(1);

    LoopResources loops() {
        return loops;
    }

    /** Until {@link #free}; back when it is. */
    void keepBusy() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        loop.execute(() -> {
            begun.countDown();
            awaitUninterrupted(free);
        });
        begun.await();
    }

    void free() {
        free.countDown();
    }

    static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        free();
        loops.dispose();
    }
}
