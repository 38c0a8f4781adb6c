package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.bench.fleet.App;
import dev.weft.bench.fleet.Fleet;
import dev.weft.bench.fleet.Instance;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A registry that is killed (SIGKILL) while one person changes rules and another one reads them, again and again. */
class KillIT {

    private static final Logger log = LoggerFactory.getLogger(KillIT.class);
    private static final String PASSWORD = "wonderland";
    private static final int KILLS = 10;
    private static final int MOST_CHANGES = 60;

    @TempDir
    private Path data;

    @Test
    void rulesWhenTheRegistryWasKilledAreAllThatItAcknowledgedOrShowed() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
        try (Fleet fleet = new Fleet(Path.of(System.getProperty("weft.root")), Path.of("target", "e2e-kill"))) {
            Instance registry = start(fleet);
            StoredRevisions rules = new StoredRevisions(fleet, registry.uri("/"), PASSWORD);
            rules.put(0, "If-None-Match");
            Reader reader = new Reader(rules);
            Future<?> reading = thread.scheduleWithFixedDelay(reader::read, 0, 1, TimeUnit.MILLISECONDS);

            int changes = 0;
            for (int kill = 1; kill <= KILLS; kill++) {
                Writer writer = new Writer(rules, changes + 1, 1 + random.nextInt(MOST_CHANGES));
                CompletableFuture<Void> writing = CompletableFuture.runAsync(writer::write);
                writer.awaitEnough(writing);
                registry.kill();
                writing.get(60, TimeUnit.SECONDS);
                long seen = reader.seen();
                registry = fleet.restart(registry);
                fleet.awaitHealthy(registry);

                String when = "kill %d, seed %d".formatted(kill, seed);
                NavigableMap<Long, Integer> stored = rules.comments();
                assertThat(stored).as(when).containsAllEntriesOf(writer.acknowledged());
                assertThat(rules.latest()).as(when).isEqualTo(stored.lastKey()).isGreaterThanOrEqualTo(seen);
                changes = stored.lastEntry().getValue();
                assertThat(rules.document()).as(when).isEqualTo(StoredRevisions.document(changes));
            }

            long last = rules.latest();
            fleet.await("the reader to have come so far", () -> reader.seen() == last);
            assertThat(reader.wentBack()).as("seed %d", seed).isEmpty();
            assertThat(reading).isNotDone();
            log.info("{} kills, {} changes stored, {} reads", KILLS, changes, reader.reads());
        } finally {
            thread.shutdownNow();
        }
    }

    private Instance start(Fleet fleet) {
        Instance registry = fleet.launch(
                App.REGISTRY,
                "registry",
                Map.of(
                        "registry.data-directory",
                        data.toString(),
                        "registry.login-password",
                        PASSWORD,
                        // There are no clients that it would have to wait for.
                        "registry.settling",
                        "0s"));
        fleet.awaitHealthy(registry);
        return registry;
    }

    /** Makes one change after the other until nobody answers. */
    private static final class Writer {

        private final StoredRevisions rules;
        private final int first;
        private final CountDownLatch enough;
        private final NavigableMap<Long, Integer> acknowledged = new ConcurrentSkipListMap<>();

        Writer(StoredRevisions rules, int first, int enough) {
            this.rules = rules;
            this.first = first;
            this.enough = new CountDownLatch(enough);
        }

        void write() {
            try {
                for (int n = first; ; n++) {
                    acknowledged.put(rules.put(n, "If-Match"), n);
                    enough.countDown();
                }
            } catch (UncheckedIOException e) {
                log.info("change {} got no answer", first + acknowledged.size());
            }
        }

        void awaitEnough(CompletableFuture<Void> writing) throws InterruptedException {
            assertThat(enough.await(60, TimeUnit.SECONDS))
                    .as("%s changes left, %s", enough, writing)
                    .isTrue();
        }

        NavigableMap<Long, Integer> acknowledged() {
            return acknowledged;
        }
    }

    /** Looks again and again, and has nothing to say of when nobody answers. Reads in one thread, is asked by others. */
    private static final class Reader {

        private final StoredRevisions rules;
        private final List<String> wentBack = new CopyOnWriteArrayList<>();
        private final AtomicInteger reads = new AtomicInteger();
        private volatile long seen;

        Reader(StoredRevisions rules) {
            this.rules = rules;
        }

        void read() {
            try {
                long now = rules.latest();
                if (now < seen) {
                    wentBack.add("from " + seen + " to " + now);
                }
                seen = now;
                reads.incrementAndGet();
            } catch (UncheckedIOException e) {
                log.debug("nobody answers the reader", e);
            }
        }

        long seen() {
            return seen;
        }

        int reads() {
            return reads.get();
        }

        List<String> wentBack() {
            return wentBack;
        }
    }
}
