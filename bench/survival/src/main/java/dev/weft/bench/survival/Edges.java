package dev.weft.bench.survival;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What stands before several gateways: it asks each several times a second whether it is ready, and hands requests to those
 * that are, in turn. It repeats nothing.
 */
public final class Edges implements AutoCloseable {

    private static final Duration PERIOD = Duration.ofMillis(200);

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "edges");
        thread.setDaemon(true);
        return thread;
    });
    private final Supplier<List<Tier>> gateways;
    private final List<Tier> ready = new CopyOnWriteArrayList<>();

    /** @param gateways those that are there now */
    public Edges(Supplier<List<Tier>> gateways) {
        this.gateways = gateways;
        look();
        clock.scheduleWithFixedDelay(this::look, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        for (Tier gateway : gateways.get()) {
            boolean isReady = gateway.fleet().status(gateway.uri("/actuator/health/readiness")) == 200;
            if (!isReady) {
                ready.remove(gateway);
            } else if (!ready.contains(gateway)) {
                ready.add(gateway);
            }
        }
        ready.retainAll(gateways.get());
    }

    /** Whether this one gets requests. */
    public boolean has(Tier gateway) {
        return ready.contains(gateway);
    }

    /** Where the n-th request goes; anywhere if none is ready. */
    public URI next(int n) {
        List<Tier> now = List.copyOf(ready);
        return (now.isEmpty() ? gateways.get().get(0) : Requests.turn(now, n)).uri("");
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
