package dev.weft.mesh.telemetry;

import brave.handler.MutableSpan;
import brave.handler.SpanHandler;
import brave.propagation.TraceContext;
import dev.weft.mesh.testkit.FixedDirectory;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** An application that calls the service {@code back}, by either client, and keeps the spans that it would export. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableAsync
class TracingApp {

    private static final Logger log = LoggerFactory.getLogger(TracingApp.class);

    private final List<MutableSpan> spans = new CopyOnWriteArrayList<>();

    /** The spans that have ended, in the order of their end. */
    List<MutableSpan> spans() {
        return spans;
    }

    @Bean
    FixedDirectory directory() {
        return new FixedDirectory();
    }

    @Bean
    SpanHandler spanHandler() {
        return new SpanHandler() {
            @Override
            public boolean end(TraceContext context, MutableSpan span, Cause cause) {
                spans.add(span);
                return true;
            }
        };
    }

    /** Work that Spring calls on another thread. */
    @Component
    static class Worker {

        @Async
        CompletableFuture<String> work() {
            log.info("at work");
            return CompletableFuture.completedFuture(Thread.currentThread().getName());
        }
    }

    @RestController
    static class Front {

        private final RestClient blocking;
        private final WebClient reactive;
        private final Worker worker;
        private final AsyncTaskExecutor executor;

        Front(
                ObjectProvider<RestClient.Builder> blocking,
                ObjectProvider<WebClient.Builder> reactive,
                Worker worker,
                @Qualifier("applicationTaskExecutor") AsyncTaskExecutor executor) {
            this.blocking = blocking.getIfAvailable(RestClient::builder)
                    .baseUrl("http://back")
                    .build();
            this.reactive = reactive.getObject().baseUrl("http://back").build();
            this.worker = worker;
            this.executor = executor;
        }

        @GetMapping("/blocking")
        String blocking() {
            log.info("about to call");
            return Objects.requireNonNull(
                    blocking.get().uri("/answer").retrieve().body(String.class));
        }

        @GetMapping("/reactive")
        Mono<String> reactive() {
            return reactive.get()
                    .uri("/answer")
                    .retrieve()
                    .bodyToMono(String.class)
                    .doOnNext(answer -> log.info("has called"));
        }

        @GetMapping("/elsewhere")
        String elsewhere() throws Exception {
            String thread = worker.work().get();
            CompletableFuture.runAsync(() -> log.info("in a future"), executor).get();
            return thread;
        }
    }
}
