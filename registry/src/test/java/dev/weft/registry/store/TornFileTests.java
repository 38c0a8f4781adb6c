package dev.weft.registry.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.flywaydb.core.api.FlywayException;
import org.h2.mvstore.MVStoreException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;

/** The end of the store's file is lost, as a broken disk or a copy that was broken off leaves it. */
class TornFileTests {

    private static final int CHANGES = 20;
    private static final String FILLING = "x".repeat(300);

    @TempDir
    private Path directory;

    @BeforeEach
    void write() throws Exception {
        try (OpenStore open = OpenStore.in(directory)) {
            for (long number = 1; number <= CHANGES; number++) {
                String document = Writer.document(number, FILLING);
                open.rules()
                        .commit(
                                new Change(Writer.SERVICE, "writer", "", document, null),
                                new Precondition.At(open.rules().held().at(Writer.SERVICE)));
            }
        }
    }

    @RepeatedTest(5)
    void openWhenTheEndWasCutOffIsRefusedOrAnEarlierMoment() throws Exception {
        long seed = System.nanoTime();
        byte[] whole = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(whole, new Random(seed).nextInt(whole.length)));

        assertThatItIsRefusedOrAnEarlierMoment(seed);
    }

    @RepeatedTest(5)
    void openWhenTheEndIsGarbledIsRefusedOrAnEarlierMoment() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] bytes = Files.readAllBytes(file());
        for (int n = random.nextInt(bytes.length); n < bytes.length; n++) {
            bytes[n] = (byte) random.nextInt();
        }
        Files.write(file(), bytes);

        assertThatItIsRefusedOrAnEarlierMoment(seed);
    }

    /** What is earlier, or another store since nothing was left, is noticed by clients that know more. */
    private void assertThatItIsRefusedOrAnEarlierMoment(long seed) throws Exception {
        try (OpenStore open = OpenStore.in(directory)) {
            long revision = open.rules().snapshot().revision();
            assertThat(revision).as("seed %d", seed).isLessThanOrEqualTo(CHANGES);
            for (long number = 1; number <= revision; number++) {
                assertThat(open.rules().find(Writer.SERVICE, number))
                        .as("revision %d, seed %d", number, seed)
                        .extracting(Revision::document)
                        .isEqualTo(Writer.document(number, FILLING));
            }
        } catch (PoolInitializationException e) {
            assertThat(e).as("seed %d", seed).hasMessageContaining(file().toString());
        } catch (DataAccessException | FlywayException e) {
            // What is broken may be a part that is read only later.
            assertThat(e).as("seed %d", seed).hasRootCauseInstanceOf(MVStoreException.class);
        }
    }

    private Path file() {
        return directory.toAbsolutePath().resolve("store.mv.db");
    }
}
