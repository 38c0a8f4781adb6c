package dev.weft.registry.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import org.h2.jdbc.JdbcConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** The store in a file. */
class EmbeddedStoreTests extends RuleStoreContract {

    @TempDir
    private Path directory;

    @Override
    OpenStore open() throws Exception {
        return OpenStore.in(directory);
    }

    /** As a machine leaves them that has divided traffic anew every few seconds for an hour. */
    @Test
    void beforeWhenMostRevisionsAreOfHttpRoutesReadsFewOfThem() {
        JdbcClient jdbc = JdbcClient.create(store().pool());
        rules().commit(change("a"), new Precondition.Absent());
        jdbc.sql(
                        "insert into revision (number, service, origin, author, written, comment)"
                                + " select x + 1, 'petdetails', 'HTTP_ROUTES', 'kubernetes', now(), '' from system_range(1, 1000)")
                .update();

        String plan = jdbc.sql("explain analyze select number from revision where number < 5000"
                        + " and service = 'petdetails' and origin = 'PEOPLE' order by number desc limit 1")
                .query(String.class)
                .single();

        assertThat(rules().before(PETS, Origin.PEOPLE, 5000)).isNotNull();
        assertThat(plan).containsPattern("scanCount: [0-9]\\b");
    }

    @Test
    void reconnectWhenThePoolIsWrappedGivesUpItsConnections() throws Exception {
        Connection failed;
        try (Connection borrowed = store().pool().getConnection()) {
            failed = borrowed.unwrap(JdbcConnection.class);
        }

        Disk.EMBEDDED.reconnect(new DelegatingDataSource(store().pool()));

        await().until(failed::isClosed);
    }
}
