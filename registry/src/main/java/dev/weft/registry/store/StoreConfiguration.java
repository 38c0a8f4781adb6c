package dev.weft.registry.store;

import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.support.MetaDataAccessException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The store on the application's database. */
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {

    @Bean
    @DependsOnDatabaseInitialization
    RuleStore ruleStore(
            DataSource database,
            PlatformTransactionManager transactions,
            @Value("${spring.datasource.url:}") String url)
            throws MetaDataAccessException {
        Disk.checkOwn(url);
        return new RuleStore(database, new TransactionTemplate(transactions), Disk.of(database), Clock.systemUTC());
    }
}
