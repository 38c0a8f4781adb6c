package dev.weft.bench.tier;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** One tier of a system: its name and the next one's come by properties. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({Work.class, Tally.class})
@EnableConfigurationProperties(TierProperties.class)
public class TierApp {

    public static void main(String[] args) {
        SpringApplication.run(TierApp.class, args);
    }

    @Bean
    static Ledger ledger(TierProperties properties) {
        return new Ledger(properties.ledger());
    }
}
