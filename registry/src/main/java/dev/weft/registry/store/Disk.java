package dev.weft.registry.store;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import java.util.Locale;
import javax.sql.DataSource;
import org.springframework.boot.jdbc.DataSourceUnwrapper;
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

        @Override
        void reconnect(DataSource database) {
            HikariDataSource pool =
                    DataSourceUnwrapper.unwrap(database, HikariConfigMXBean.class, HikariDataSource.class);
            if (pool != null) {
                pool.getHikariPoolMXBean().softEvictConnections();
            }
        }
    },
    /** A server, which has flushed what it has committed, and takes changes from other peers as well. */
    SERVER {
        @Override
        void flush(JdbcClient jdbc) {}

        @Override
        void reconnect(DataSource database) {}
    };

    /** Returns when what was committed outlasts a loss of power. */
    abstract void flush(JdbcClient jdbc);

    /**
     * Gives up connections that have failed, where the pool can't tell. An H2 whose file could not be written, because the
     * disk is full, is closed for good to all who are connected, and opened anew by who connects next.
     */
    abstract void reconnect(DataSource database);

    /**
     * Refuses an H2 that several processes share: its commits are flushed by whichever of them is its server, and nobody
     * would look for what the others have written.
     */
    static void checkOwn(String url) {
        String address = url.toLowerCase(Locale.ROOT);
        boolean shared = address.startsWith("jdbc:h2:tcp:")
                || address.startsWith("jdbc:h2:ssl:")
                || address.replace(" ", "").contains(";auto_server=true");
        if (shared) {
            throw new IllegalStateException(
                    "spring.datasource.url: an H2 database for several processes (expected: a file"
                            + " of this registry's own, jdbc:h2:file:..., or PostgreSQL, which several registries can share)");
        }
    }

    static Disk of(DataSource database) throws MetaDataAccessException {
        String product = JdbcUtils.extractDatabaseMetaData(database, metadata -> metadata.getDatabaseProductName());
        return product.equals("H2") ? EMBEDDED : SERVER;
    }
}
