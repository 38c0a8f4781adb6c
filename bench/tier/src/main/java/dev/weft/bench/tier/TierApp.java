package dev.weft.bench.tier;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** One tier of a system: its name and the next one's come by properties. */
@SpringBootApplication
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
