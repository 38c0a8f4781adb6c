package dev.weft.registry.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weft.registry.Postgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The store that several peers share, in PostgreSQL. */
class SharedStoreTests extends RuleStoreContract {

    private static final Duration BOUND = Duration.ofSeconds(30);

    private static Postgres postgres;

    private final String url = postgres.newDatabase();

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        postgres = new Postgres(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    @Override
    OpenStore open() throws Exception {
        return OpenStore.at(url, Postgres.USER);
    }

    @Test
    void snapshotWhenAnotherPeerHasChangedRulesHasThem() throws Exception {
        try (OpenStore peer = open()) {
            Revision made = peer.rules().commit(change("a"), new Precondition.Absent());

            assertThat(rules().snapshot().of(PETS)).isEqualTo(made);
            assertThat(rules().snapshot().store())
                    .isEqualTo(peer.rules().snapshot().store());
        }
    }

    @Test
    void commitWhenAnotherPeerWasFirstIsRefused() throws Exception {
        try (OpenStore peer = open()) {
            peer.rules().commit(change("a"), new Precondition.Absent());

            assertThatThrownBy(() -> rules().commit(change("b"), new Precondition.Absent()))
                    .isInstanceOf(StaleRevisionException.class);
        }
    }

    @Test
    void snapshotWhenTheDatabaseIsRestoredFromABackupGoesBackOnlyWhenPeopleSaySo() throws Exception {
        Revision kept = rules().commit(change("a"), new Precondition.Absent());
        Revision lost = rules().commit(change("b"), at(kept.number()));
        JdbcClient.create(store().pool())
                .sql("delete from revision where number > 1")
                .update();

        assertThat(rules().snapshot().of(PETS)).isEqualTo(lost);
        assertThat(rules().trouble()).contains("backup").contains("revision 2").contains("/mesh/v1/store/generation");
        assertThatThrownBy(() -> rules().commit(change("c"), at(lost.number())))
                .isInstanceOf(StoreBehindException.class);

        try (OpenStore peer = open()) {
            peer.rules().adopt(0, "alice", "");
        }
        assertThat(rules().snapshot().of(PETS)).isEqualTo(kept);
        assertThat(rules().trouble()).isNull();
        assertThat(rules().commit(change("c"), at(1)).number()).isEqualTo(2);
    }

    @Test
    void snapshotWhenARestoredDatabaseHasComeAsFarAgainIsNotFooled() throws Exception {
        Revision kept = rules().commit(change("a"), new Precondition.Absent());
        Revision lost = rules().commit(change("b"), at(kept.number()));
        JdbcClient.create(store().pool())
                .sql("delete from revision where number > 1")
                .update();
        try (OpenStore peer = open()) {
            for (String document : List.of("other b", "other c")) {
                peer.rules().commit(change(document), new Precondition.Stored());
                assertThat(rules().snapshot().of(PETS)).isEqualTo(lost);
                assertThat(rules().trouble()).contains("another history");
                assertThatThrownBy(() -> rules().commit(change("mine"), new Precondition.Stored()))
                        .isInstanceOf(StoreBehindException.class);
            }

            peer.rules().adopt(0, "alice", "");
        }
        assertThat(rules().snapshot().of(PETS)).extracting(Revision::document).isEqualTo("other c");
    }

    @Test
    void snapshotWhenTheDatabaseHangsSaysWhatHeldLast() throws Exception {
        Revision made = rules().commit(change("a"), new Precondition.Absent());
        try (Connection other = store().pool().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("lock table store in access exclusive mode");

            // Who asks first may have waited as long as the look has hung, and not longer.
            await().atMost(BOUND)
                    .untilAsserted(() -> assertThat(rules().snapshot().of(PETS))
                            .isEqualTo(made)
                            .satisfies(same -> assertThat(rules().trouble()).isNotNull()));
            other.rollback();
        }

        await().atMost(BOUND)
                .untilAsserted(() -> assertThat(rules().snapshot().of(PETS))
                        .isEqualTo(made)
                        .satisfies(same -> assertThat(rules().trouble()).isNull()));
    }

    @Test
    void snapshotWhenTheDatabaseIsGoneSaysWhatHeldLast() throws Exception {
        Revision made = rules().commit(change("a"), new Precondition.Absent());
        postgres.stop();
        try {
            assertThat(rules().snapshot().of(PETS)).isEqualTo(made);
            assertThatThrownBy(() -> rules().commit(change("b"), at(made.number())))
                    .isInstanceOf(StoreUnavailableException.class);
            assertThatThrownBy(() -> rules().history(PETS, null, Long.MAX_VALUE, 10))
                    .isInstanceOf(StoreUnavailableException.class);
        } finally {
            postgres.startAgain();
        }

        await().atMost(BOUND)
                .ignoreExceptionsInstanceOf(StoreUnavailableException.class)
                .until(() -> rules().commit(change("b"), at(made.number())).number() > made.number());
    }
}
