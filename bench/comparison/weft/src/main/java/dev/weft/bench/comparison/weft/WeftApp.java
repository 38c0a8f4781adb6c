package dev.weft.bench.comparison.weft;

import dev.weft.bench.comparison.caller.BlockingCalls;
import dev.weft.bench.comparison.caller.Caller;
import dev.weft.bench.comparison.caller.KnownEndpoints;
import dev.weft.bench.comparison.caller.ReactiveCalls;
import dev.weft.bench.comparison.caller.RestCalls;
import dev.weft.bench.comparison.caller.ServiceCalls;
import dev.weft.bench.comparison.caller.WebCalls;
import dev.weft.mesh.directory.Directory;
import dev.weft.mesh.model.ServiceName;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/** Has the starter, and no setting of it but where the backends are. */
@SpringBootApplication
@Import(Caller.class)
public class WeftApp {

    public static void main(String[] args) {
        SpringApplication.run(WeftApp.class, args);
    }

    @Bean
    static BlockingCalls blockingCalls(RestClient.Builder builder) {
        return new RestCalls(List.of(builder.baseUrl("http://backend").build()));
    }

    @Bean
    static ReactiveCalls reactiveCalls(WebClient.Builder builder) {
        return new WebCalls(List.of(builder.baseUrl("http://backend").build()));
    }

    @Bean
    static ServiceCalls serviceCalls(RestClient.Builder builder) {
        return service -> new RestCalls(
                List.of(builder.clone().baseUrl("http://" + service).build()));
    }

    /** Asked by itself: what has not been called is not in {@code /actuator/mesh}. */
    @Bean
    static KnownEndpoints knownEndpoints(Directory directory) {
        return service ->
                directory.endpoints(ServiceName.of(service)).endpoints().size();
    }
}
