package dev.weft.registry.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
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
                assertThat(writer.acknowledged())
                        .as("kill %d, seed %d: changes made", kill, seed)
                        .isNotEmpty()
                        .doesNotHaveDuplicates();
                known = Math.max(
                        lastOf("acknowledged", writer.acknowledged(), before, kill, seed),
                        lastOf("seen", writer.seen(), before, kill, seed));
            }
            try (OpenStore store = OpenStore.in(directory)) {
                long revision = store.rules().snapshot().revision();
                assertThat(revision)
                        .as("revision after kill %d, seed %d", kill, seed)
                        .isGreaterThanOrEqualTo(known);
                assertThat(store.rules().history(Writer.SERVICE, null, Long.MAX_VALUE, Integer.MAX_VALUE))
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
        long known;
        try (WriterProcess writer = WriterProcess.startWithin(2_000, directory, 100_000)) {
            writer.listen(Integer.MAX_VALUE);

            assertThat(writer.refused()).isTrue();
            assertThat(writer.acknowledged()).isNotEmpty().isSorted();
            assertThat(writer.seen()).isSorted();
            known = writer.acknowledged().get(writer.acknowledged().size() - 1);
            assertThat(writer.held()).isEqualTo(known);
        }
        try (OpenStore store = OpenStore.in(directory)) {
            assertThat(store.rules().snapshot().revision()).isGreaterThanOrEqualTo(known);
            Revision next = store.rules()
                    .commit(new Change(Writer.SERVICE, "alice", "", "routes: []", null), new Precondition.Stored());
            assertThat(next.number()).isGreaterThan(known);
        }
    }

    /** The last of the numbers that a process has said, none of which goes back. */
    private static long lastOf(String word, List<Long> numbers, long before, int kill, long seed) {
        long last = before;
        for (long number : numbers) {
            assertThat(number)
                    .as("kill %d, seed %d: %s %d, then", kill, seed, word, last)
                    .isGreaterThanOrEqualTo(last);
            last = number;
        }
        return last;
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
