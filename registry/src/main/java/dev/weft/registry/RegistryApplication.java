package dev.weft.registry;

import java.util.Arrays;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cloud.netflix.eureka.server.EnableEurekaServer;

/** The registry: an Eureka server with the settings that a mesh needs, and the store of its rules. */
@SpringBootApplication
@EnableEurekaServer
@EnableConfigurationProperties(RegistryProperties.class)
public class RegistryApplication {

    private static final String OPEN = "--open";

    public static void main(String[] args) {
        SpringApplication.run(RegistryApplication.class, spelledOut(args));
    }

    /** {@code --open} is for a look at a registry on one's own machine, so it listens there only. */
    static String[] spelledOut(String... args) {
        return Arrays.stream(args)
                .flatMap(arg -> arg.equals(OPEN)
                        ? Stream.of("--registry.open=true", "--server.address=127.0.0.1")
                        : Stream.of(arg))
                .toArray(String[]::new);
    }
}
