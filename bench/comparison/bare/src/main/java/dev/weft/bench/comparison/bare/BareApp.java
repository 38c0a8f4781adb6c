package dev.weft.bench.comparison.bare;

import dev.weft.bench.comparison.caller.BlockingCalls;
import dev.weft.bench.comparison.caller.Caller;
import dev.weft.bench.comparison.caller.ReactiveCalls;
import dev.weft.bench.comparison.caller.RestCalls;
import dev.weft.bench.comparison.caller.Transport;
import dev.weft.bench.comparison.caller.WebCalls;
import io.micrometer.tracing.Tracer;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/** Calls base URLs in turn: those of the backends, or the one of the proxy beside it. */
@SpringBootApplication
@Import(Caller.class)
public class BareApp {

    public static void main(String[] args) {
        SpringApplication.run(BareApp.class, args);
    }

    @Bean
    static BlockingCalls blockingCalls(
            RestClient.Builder builder,
            @Value("${bare.urls:}") List<String> urls,
            @Value("${bare.span:false}") boolean spanned,
            ObjectProvider<Tracer> tracer) {
        builder.requestFactory(Transport.blocking());
        BlockingCalls calls = new RestCalls(
                urls.stream().map(url -> builder.clone().baseUrl(url).build()).toList());
        return spanned ? new SpannedCalls(calls, tracer.getObject()) : calls;
    }

    @Bean
    static ReactiveCalls reactiveCalls(
            WebClient.Builder builder,
            @Value("${bare.urls:}") List<String> urls,
            @Value("${bare.span:false}") boolean spanned,
            ObjectProvider<Tracer> tracer) {
        builder.clientConnector(Transport.reactive());
        ReactiveCalls calls = new WebCalls(
                urls.stream().map(url -> builder.clone().baseUrl(url).build()).toList());
        return spanned ? new SpannedReactiveCalls(calls, tracer.getObject()) : calls;
    }
}
