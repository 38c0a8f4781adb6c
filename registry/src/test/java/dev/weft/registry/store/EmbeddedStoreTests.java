package dev.weft.registry.store;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import org.h2.jdbc.JdbcConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** The store in a file. */
class EmbeddedStoreTests extends RuleStoreContract {

    @TempDir
    private Path directory;

    @Override
    OpenStore open() throws Exception {
        return OpenStore.in(directory);
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
