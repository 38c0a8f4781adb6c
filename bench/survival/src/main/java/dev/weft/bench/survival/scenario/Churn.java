package dev.weft.bench.survival.scenario;

import dev.weft.bench.load.Pace;
import dev.weft.bench.survival.Tier;
import dev.weft.bench.survival.Town;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Instances go, and others come that nobody has seen before; rules change twice a second, and never back. */
final class Churn {

    private static final long PERIOD_MILLIS = 500;
    /** One after the other, at most so often: what starts takes the cores away from what is measured. */
    private static final long EACH_NANOS = TimeUnit.SECONDS.toNanos(15);

    private final Town town;
    private final Tier caller;
    private final Queue<Tier> instances;
    private final AtomicInteger changes = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private int started;

    /** @param instances those that are there, and that a caller knows */
    Churn(Town town, Tier caller, List<Tier> instances) {
        this.town = town;
        this.caller = caller;
        this.instances = new ArrayDeque<>(instances);
        this.started = instances.size();
        town.rules().put(Town.BACK, document(0));
    }

    /** Goes on for so many seconds, until so many have been replaced, and until whoever has come last is known. */
    void run(int seconds, int fewest) {
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        try {
            clock.scheduleAtFixedRate(this::changeRules, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            int enough = started + fewest;
            long next = System.nanoTime();
            while (System.nanoTime() - end < 0 || started < enough) {
                replaceOldest();
                next += EACH_NANOS;
                Pace.until(next - end < 0 ? next : end);
            }
        } finally {
            end(clock);
        }
    }

    /** The last change is made before anything else is. */
    private static void end(ExecutorService clock) {
        clock.shutdown();
        try {
            if (!clock.awaitTermination(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("a change of the rules did not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Puts the first rules back, and returns when the caller goes by them. */
    void settle() {
        town.rules().put(Town.BACK, document(0));
        String expected = "\"timeout\":\"" + timeoutMillis(0) + " ms\"";
        town.fleet()
                .await(
                        caller.name() + " to go by the first rules",
                        () -> caller.json("/actuator/mesh/" + Town.BACK)
                                .toString()
                                .contains(expected));
    }

    private void replaceOldest() {
        instances.remove().instance().terminate();
        started++;
        Tier fresh = town.tier(Town.BACK, started, null);
        instances.add(fresh);
        town.fleet().awaitHealthy(fresh.instance());
        town.fleet()
                .await(
                        caller.name() + " to know " + fresh.name(),
                        () -> !caller.endpoint(Town.BACK, fresh).isMissingNode());
    }

    private void changeRules() {
        int number = changes.get() + 1;
        try {
            if (town.rules().replace(Town.BACK, document(number)) / 100 == 2) {
                changes.set(number);
            } else {
                refused.incrementAndGet();
            }
        } catch (UncheckedIOException | IllegalStateException e) {
            // Thrown on, it would be the last change.
            refused.incrementAndGet();
        }
    }

    private static String document(int number) {
        return """
                services:
                  back:
                    timeout: %dms
                    routes:
                      - match: { path: /other/%d }
                        to: [ { version: v%d } ]
                      - match: { path: /work }
                        to: [ { weight: 1 } ]
                """.formatted(timeoutMillis(number), number, number);
    }

    private static int timeoutMillis(int number) {
        return 9_000 + number;
    }

    /** Instances that have come so far, the first ones too. */
    int started() {
        return started;
    }

    /** Changes of the rules that were refused, or not answered. */
    int refused() {
        return refused.get();
    }

    /** Changes of the rules that were stored. */
    int changes() {
        return changes.get();
    }
}
