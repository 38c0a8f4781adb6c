package dev.weft.registry.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Clock;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.support.MetaDataAccessException;
import org.springframework.transaction.support.TransactionTemplate;

/** A store on a real database, without the rest of the registry, and as the registry sets it up. */
record OpenStore(RuleStore rules, HikariDataSource pool) implements AutoCloseable {

    /** In a file. */
    static OpenStore in(Path directory) throws MetaDataAccessException {
        String file = directory.toAbsolutePath().resolve("store").toString();
        return at("jdbc:h2:file:" + file + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0", "sa");
    }

    static OpenStore at(String url, String user) throws MetaDataAccessException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword("");
        config.setMaximumPoolSize(4);
        config.setConnectionTimeout(2_000);
        HikariDataSource pool = new HikariDataSource(config);
        Flyway.configure().dataSource(pool).load().migrate();
        TransactionTemplate transactions = new TransactionTemplate(new DataSourceTransactionManager(pool));
        return new OpenStore(
                new RuleStore(JdbcClient.create(pool), transactions, Disk.of(pool), Clock.systemUTC()), pool);
    }

    @Override
    public void close() {
        pool.close();
    }
}
