package dev.weft.bench.tier;

import dev.weft.mesh.directory.Directory;
import dev.weft.mesh.directory.Experience;
import dev.weft.mesh.engine.Engine;
import java.util.stream.Collectors;
import org.springframework.boot.ApplicationRunner;
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

    /** After the mesh has told its directory whom to ask: all endpoints are said to fail, and those that fail are not held. */
    @Bean
    @ConditionalOnProperty(name = "tier.hold", havingValue = "false")
    static ApplicationRunner letGo(Directory directory, Engine engine) {
        return arguments -> directory.experience(() -> engine.destinations().stream()
                .flatMap(destination -> destination.states().stream())
                .collect(Collectors.toMap(
                        state -> state.endpoint().key(), state -> Experience.FAILING, Experience::worse)));
    }
}
