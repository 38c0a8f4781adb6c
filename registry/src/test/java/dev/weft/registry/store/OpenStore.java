package dev.weft.registry.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySourcesPropertyResolver;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.support.MetaDataAccessException;
import org.springframework.transaction.support.TransactionTemplate;

/** A store on a real database, without the rest of the registry, and as the registry sets it up. */
record OpenStore(RuleStore rules, HikariDataSource pool) implements AutoCloseable {

    /** In a file, by the URL that a registry has which is told nothing else. */
    static OpenStore in(Path directory) throws IOException, MetaDataAccessException {
        MutablePropertySources settings = new MutablePropertySources();
        settings.addLast(new MapPropertySource(
                "test",
                Map.of("registry.data-directory", directory.toAbsolutePath().toString())));
        new YamlPropertySourceLoader()
                .load("registry", new ClassPathResource("application.yml"))
                .forEach(settings::addLast);
        return at(new PropertySourcesPropertyResolver(settings).getRequiredProperty("spring.datasource.url"), "sa");
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
        return new OpenStore(new RuleStore(pool, transactions, Disk.of(pool), Clock.systemUTC()), pool);
    }

    @Override
    public void close() {
        pool.close();
    }
}
