package dev.weft.bench.tier;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

/** Many callers in one process, each an application with a mesh of its own, that take turns to make the calls it is asked for. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(CrowdApp.Crowd.class)
public class CrowdApp {

    private static final String NAME = "caller-";

    public static void main(String[] args) {
        SpringApplication.run(CrowdApp.class, args);
    }

    /** The callers. */
    @RestController
    static class Crowd implements AutoCloseable {

        private final List<ConfigurableApplicationContext> callers = new ArrayList<>();
        private final List<RestClient> clients = new ArrayList<>();
        private final AtomicInteger turn = new AtomicInteger();

        Crowd(Environment environment, ApplicationArguments told) {
            String service = environment.getRequiredProperty("tier.next");
            int size = environment.getRequiredProperty("tier.callers", Integer.class);
            for (int n = 0; n < size; n++) {
                ConfigurableApplicationContext caller = caller(told, n);
                callers.add(caller);
                clients.add(caller.getBean(RestClient.Builder.class)
                        .baseUrl("http://" + service)
                        .build());
            }
        }

        /** It is told what this process was, but for who it is. */
        private static ConfigurableApplicationContext caller(ApplicationArguments told, int number) {
            List<String> arguments = new ArrayList<>(List.of(told.getSourceArgs()));
            arguments.removeIf(argument -> argument.startsWith("--spring.application.name=")
                    || argument.startsWith("--eureka.instance.instance-id="));
            arguments.add("--spring.application.name=" + NAME + number);
            arguments.add("--eureka.instance.instance-id=" + NAME + number);
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

        @Override
        public void close() {
            callers.forEach(ConfigurableApplicationContext::close);
        }
    }

    /** One of the callers: an application with nothing in it but the starter. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Caller {}
}
