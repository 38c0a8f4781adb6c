package dev.weft.registry.store;

import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;

/** What the kinds of databases differ in. */
enum Disk {
    /** In this process: nobody else writes, and a commit is in the file, but perhaps in the system's buffers only. */
    EMBEDDED {
        @Override
        void flush(JdbcClient jdbc) {
            jdbc.sql("checkpoint sync").update();
        }
    },
    /** A server, which has flushed what it has committed, and takes changes from other peers as well. */
    SERVER {
        @Override
        void flush(JdbcClient jdbc) {}
    };

    /** Returns when what was committed outlasts a loss of power. */
    abstract void flush(JdbcClient jdbc);

    static Disk of(DataSource database) throws MetaDataAccessException {
        String product = JdbcUtils.extractDatabaseMetaData(database, metadata -> metadata.getDatabaseProductName());
        return product.equals("H2") ? EMBEDDED : SERVER;
    }
}
