package dev.weft.registry.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The store's process is killed at any moment (SIGKILL), again and again. {@code -Dweft.kills=100} is the bar; by default
 * it is done less often.
 */
class KillTests {

    private static final int KILLS = Integer.getInteger("weft.kills", 10);
    private static final int MOST_CHANGES = 150;
    private static final int LENGTH = 300;

    @TempDir
    private Path directory;

    @Test
    void openWhenTheProcessWasKilledHasWhateverWasAcknowledgedOrSeen() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long known = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
            long before = known;
            try (WriterProcess writer = WriterProcess.start(directory, LENGTH)) {
                writer.listen(1 + random.nextInt(MOST_CHANGES));
                writer.kill();
                known = Math.max(known, Math.max(writer.acknowledged(), writer.seen()));
                assertThat(writer.acknowledged())
                        .as("kill %d, seed %d: changes made", kill, seed)
                        .isPositive();
            }
            try (OpenStore store = OpenStore.in(directory)) {
                long revision = store.rules().snapshot().revision();
                assertThat(revision)
                        .as("revision after kill %d, seed %d", kill, seed)
                        .isGreaterThanOrEqualTo(known);
                assertThat(store.rules().history(Writer.SERVICE, Long.MAX_VALUE, Integer.MAX_VALUE))
                        .extracting(Entry::number)
                        .isEqualTo(LongStream.iterate(revision, number -> number > 0, number -> number - 1)
                                .boxed()
                                .toList());
                assertThatDocumentsAreWhole(store.rules(), before, revision);
                known = revision;
            }
        }
        try (OpenStore store = OpenStore.in(directory)) {
            assertThatDocumentsAreWhole(store.rules(), 0, known);
        }
    }

    @Test
    void commitWhenTheDiskIsFullIsRefusedAndWhatHeldIsStillRead() throws Exception {
        long acknowledged;
        try (WriterProcess writer = WriterProcess.startWithin(2_000, directory, 100_000)) {
            writer.listen(Integer.MAX_VALUE);
            acknowledged = writer.acknowledged();

            assertThat(writer.refused()).isTrue();
            assertThat(acknowledged).isPositive();
            assertThat(writer.seen()).isEqualTo(acknowledged);
        }
        try (OpenStore store = OpenStore.in(directory)) {
            assertThat(store.rules().snapshot().revision()).isGreaterThanOrEqualTo(acknowledged);
            Revision next = store.rules()
                    .commit(new Change(Writer.SERVICE, "alice", "", "routes: []", null), new Precondition.Stored());
            assertThat(next.number()).isGreaterThan(acknowledged);
        }
    }

    private static void assertThatDocumentsAreWhole(RuleStore store, long after, long revision) {
        for (long number = after + 1; number <= revision; number++) {
            assertThat(store.find(Writer.SERVICE, number))
                    .as("revision %d", number)
                    .extracting(Revision::document)
                    .isEqualTo(Writer.document(number, "x".repeat(LENGTH)));
        }
    }
}
