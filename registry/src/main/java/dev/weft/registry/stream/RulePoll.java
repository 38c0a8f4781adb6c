package dev.weft.registry.stream;

import dev.weft.registry.store.RuleStore;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Looks into the store as often as its readers should hear of what other peers have written. */
@Component
final class RulePoll implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(RulePoll.class);
    private static final Duration LOOKS = Duration.ofMillis(250);

    private final RuleStore store;
    private final ScheduledExecutorService executor;
    private volatile boolean running;

    /** Of the looking thread. */
    private boolean failing;

    RulePoll(RuleStore store) {
        this.store = store;
        this.executor = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "rule-poll");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void start() {
        running = true;
        executor.scheduleWithFixedDelay(this::look, LOOKS.toMillis(), LOOKS.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** An exception would end the looks for good. It is said once for all that fail in a row. */
    private void look() {
        try {
            store.snapshot();
            failing = false;
        } catch (RuntimeException e) {
            if (!failing) {
                LOG.error("What others have stored can't be read; it is tried again four times a second", e);
            }
            failing = true;
        }
    }

    @Override
    public void stop() {
        running = false;
        executor.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
