package dev.weft.mesh.directory;

import dev.weft.mesh.engine.Engine;
import dev.weft.mesh.model.ServiceName;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done for hosts outside the mesh while nobody calls them: those that rules name are looked up, and those that
 * were not called for an hour are forgotten, with their endpoints, breakers and meters.
 */
public final class OutsideUpkeep implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(OutsideUpkeep.class);

    private static final long PAUSE_SECONDS = 5;

    private final OutsideHosts hosts;
    private final Engine engine;
    private final ScheduledExecutorService thread;

    public OutsideUpkeep(OutsideHosts hosts, Engine engine) {
        this(hosts, engine, Executors.newSingleThreadScheduledExecutor(task -> {
            Thread daemon = new Thread(task, "mesh-outside");
            daemon.setDaemon(true);
            return daemon;
        }));
    }

    /** @param thread has one at most, made when there is something to do */
    OutsideUpkeep(OutsideHosts hosts, Engine engine, ScheduledExecutorService thread) {
        this.hosts = hosts;
        this.engine = engine;
        this.thread = thread;
    }

    /** Does it every few seconds, from when there is a host outside: whoever has none is spared the thread. */
    public void start() {
        hosts.any()
                .thenRun(
                        () -> thread.scheduleWithFixedDelay(this::run, PAUSE_SECONDS, PAUSE_SECONDS, TimeUnit.SECONDS));
    }

    private void run() {
        try {
            tick();
        } catch (RuntimeException e) {
            log.error(
                    "The hosts outside the mesh could not be looked after; they are again in {} s.", PAUSE_SECONDS, e);
        }
    }

    /** Once. By one thread at a time. */
    void tick() {
        hosts.refresh();
        for (ServiceName idle : hosts.idle()) {
            // In this order: whoever calls in between finds the engine's old endpoints once, and never listens to a
            // host
            // that was let go.
            if (!engine.isInFlight(idle) && hosts.release(idle)) {
                engine.forget(idle);
            }
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
