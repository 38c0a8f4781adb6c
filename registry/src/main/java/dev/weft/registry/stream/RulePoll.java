package dev.weft.registry.stream;

import dev.weft.registry.store.RuleStore;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Looks into the store as often as its readers should hear of what other peers have written. */
@Component
final class RulePoll implements SmartLifecycle {

    private static final Duration LOOKS = Duration.ofMillis(250);

    private final RuleStore store;
    private final ScheduledExecutorService executor;
    private volatile boolean running;

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
        executor.scheduleWithFixedDelay(store::snapshot, LOOKS.toMillis(), LOOKS.toMillis(), TimeUnit.MILLISECONDS);
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
