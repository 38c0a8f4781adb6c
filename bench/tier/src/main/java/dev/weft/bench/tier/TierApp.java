package dev.weft.bench.tier;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;

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

    /** Before the mesh takes its time. */
    @Bean
    static FilterRegistrationBean<Told> told() {
        FilterRegistrationBean<Told> told = new FilterRegistrationBean<>(new Told());
        told.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return told;
    }

    /** Outside of what the mesh adds to an answer. */
    @Bean
    @ConditionalOnProperty(name = "tier.advice", havingValue = "false")
    static FilterRegistrationBean<Unadvised> unadvised() {
        FilterRegistrationBean<Unadvised> unadvised = new FilterRegistrationBean<>(new Unadvised());
        unadvised.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return unadvised;
    }
}
