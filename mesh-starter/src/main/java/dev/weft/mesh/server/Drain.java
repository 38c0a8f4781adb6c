package dev.weft.mesh.server;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.Ordered;

/**
 * How an instance leaves: it tells the registry, goes on to serve until its peers have seen that, and only then lets the
 * shutdown begin.
 *
 * <p>All of that happens in the first listener of the context's closing. A lifecycle bean, however early, would be too
 * late: executors pause in the very phase that stops first, and requests that need one would wait for ever.
 */
public final class Drain
        implements DrainState, ApplicationListener<ContextClosedEvent>, ApplicationContextAware, Ordered {

    private static final Logger log = LoggerFactory.getLogger(Drain.class);

    private final BooleanSupplier leave;
    private final Duration wait;
    private final CountDownLatch never = new CountDownLatch(1);
    private @Nullable ApplicationContext context;
    private volatile boolean draining;

    /**
     * @param leave tells the registry, and says whether it has confirmed
     * @param wait how long the peers may take to see it; zero to not wait
     */
    public Drain(BooleanSupplier leave, Duration wait) {
        this.leave = leave;
        this.wait = wait;
    }

    @Override
    public void setApplicationContext(ApplicationContext applicationContext) {
        this.context = applicationContext;
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public boolean draining() {
        return draining;
    }

    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        // Child contexts (of clients, of the management server) tell their parents when they close.
        if (event.getApplicationContext() == context && !draining) {
            draining = true;
            drain();
        }
    }

    private void drain() {
        if (!leave.getAsBoolean()) {
            log.debug("No registry knows of this instance or answers: leaving without a wait.");
            return;
        }
        if (wait.isZero()) {
            return;
        }
        log.info("Leaving: the registry knows, and peers get {} s to see it.", wait.toMillis() / 1_000.0);
        try {
            // Nobody counts it down: an interruption ends it early, and nothing else.
            boolean ignored = never.await(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
