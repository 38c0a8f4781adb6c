package dev.weft.bench.tier;

import dev.weft.mesh.control.RegistryPeer;
import dev.weft.mesh.control.StoreRules;
import dev.weft.mesh.control.StreamIdentity;
import dev.weft.mesh.control.WatchStream;
import dev.weft.mesh.directory.FirstWords;
import dev.weft.mesh.directory.InstanceMapping;
import dev.weft.mesh.directory.RegistrySource;
import dev.weft.mesh.engine.Engine;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.RuleBook;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cloud.netflix.eureka.EurekaClientConfigBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

/** Many callers in one process, each an application with a mesh of its own, that take turns to make the calls it is asked for. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(CrowdApp.Crowd.class)
public class CrowdApp {

    public static void main(String[] args) {
        SpringApplication.run(CrowdApp.class, args);
    }

    /** The callers. */
    @RestController
    static class Crowd implements AutoCloseable {

        private final List<ConfigurableApplicationContext> callers = new ArrayList<>();
        private final List<RestClient> clients = new ArrayList<>();
        private final AtomicInteger turn = new AtomicInteger();
        private final String service;

        Crowd(Environment environment, ApplicationArguments told) {
            service = environment.getRequiredProperty("tier.next");
            String names = environment.getRequiredProperty("eureka.instance.instance-id") + "-caller-";
            int size = environment.getRequiredProperty("tier.callers", Integer.class);
            for (int n = 0; n < size; n++) {
                ConfigurableApplicationContext caller = caller(told, names + n);
                callers.add(caller);
                clients.add(caller.getBean(RestClient.Builder.class)
                        .baseUrl("http://" + service)
                        .build());
            }
        }

        /** It is told what this process was, but for who it is. */
        private static ConfigurableApplicationContext caller(ApplicationArguments told, String name) {
            List<String> arguments = new ArrayList<>(List.of(told.getSourceArgs()));
            arguments.removeIf(argument -> argument.startsWith("--spring.application.name=")
                    || argument.startsWith("--eureka.instance.instance-id="));
            arguments.add("--spring.application.name=" + name);
            arguments.add("--eureka.instance.instance-id=" + name);
            arguments.add("--eureka.client.register-with-eureka=false");
            arguments.add("--spring.jmx.enabled=false");
            return new SpringApplicationBuilder(Caller.class)
                    .web(WebApplicationType.NONE)
                    .run(arguments.toArray(String[]::new));
        }

        @RequestMapping("/work")
        ResponseEntity<String> work(HttpMethod method, @RequestParam String id) {
            RestClient client = clients.get(Math.floorMod(turn.getAndIncrement(), clients.size()));
            return ResponseEntity.ok(
                    client.method(method).uri("/work?id={id}", id).retrieve().body(String.class));
        }

        /** How many of the callers have the instance at this port ejected. */
        @GetMapping("/ejected")
        long ejected(@RequestParam int port) {
            return callers.stream()
                    .filter(caller ->
                            caller.getBean(Engine.class).destination(ServiceName.of(service)).states().stream()
                                    .anyMatch(state -> state.endpoint().port() == port
                                            && state.outlier().ejection() != null))
                    .count();
        }

        @Override
        public void close() {
            callers.forEach(ConfigurableApplicationContext::close);
        }
    }

    /** One of the callers: an application with nothing in it but the starter. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Caller {

        /** The stream of one that always waits for as long as it may before it tries again. */
        @Bean
        @ConditionalOnProperty(name = "tier.jitter", havingValue = "false")
        static WatchStream punctual(
                Environment environment,
                EurekaClientConfigBean eureka,
                RegistrySource directory,
                InstanceMapping mapping,
                StoreRules rules,
                RuleBook book,
                FirstWords firstWords) {
            String name = environment.getRequiredProperty("spring.application.name");
            return new WatchStream(
                    new StreamIdentity(name, name, "punctual", new TreeSet<>()),
                    eureka.getServiceUrl().values().stream()
                            .map(url -> RegistryPeer.of(url, null))
                            .toList(),
                    directory,
                    mapping,
                    rules,
                    book,
                    firstWords,
                    List.of(),
                    new Punctual(),
                    null);
        }
    }

    /** Always the highest that is asked for. */
    private static final class Punctual implements RandomGenerator {

        @Override
        public long nextLong() {
            return Long.MAX_VALUE;
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }

        @Override
        public int nextInt(int bound) {
            return bound - 1;
        }
    }
}
