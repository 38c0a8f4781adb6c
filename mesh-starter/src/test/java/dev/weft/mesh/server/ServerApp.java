package dev.weft.mesh.server;

import dev.weft.mesh.client.MeshException;
import dev.weft.mesh.context.MeshContext;
import dev.weft.mesh.engine.Call;
import dev.weft.mesh.engine.Step;
import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.Deadline;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.testkit.FixedDirectory;
import dev.weft.mesh.testkit.TestEngine;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** An application that serves on either web stack; each path is a way to answer. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ServerApp {

    final AtomicBoolean draining = new AtomicBoolean();
    final AtomicInteger started = new AtomicInteger();
    final CountDownLatch entered = new CountDownLatch(1);
    final CountDownLatch released = new CountDownLatch(1);

    @Autowired
    @Qualifier("applicationTaskExecutor")
    AsyncTaskExecutor executor;

    @Bean
    FixedDirectory directory() {
        return new FixedDirectory().put("petdetails");
    }

    @Bean
    DrainState drainState() {
        return draining::get;
    }

    /** Holds requests that say so until their callers no longer wait, as a filter may that asks a slow store for a user. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = Type.SERVLET)
    static class SlowServletFilter {

        @Bean
        Filter slowFilter() {
            return (request, response, chain) -> {
                hold(((HttpServletRequest) request).getHeader("hold"), MeshContext.current());
                chain.doFilter(request, response);
            };
        }
    }

    /** The same on WebFlux. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = Type.REACTIVE)
    static class SlowWebFilter {

        @Bean
        WebFilter slowFilter() {
            return (exchange, chain) -> Mono.deferContextual(view -> {
                hold(exchange.getRequest().getHeaders().getFirst("hold"), view.getOrDefault(MeshContext.KEY, null));
                return chain.filter(exchange);
            });
        }
    }

    private static void hold(@Nullable String asked, @Nullable MeshContext context) {
        Deadline deadline = asked == null || context == null ? null : context.deadline();
        while (deadline != null && !deadline.passed(System.nanoTime())) {
            LockSupport.parkNanos(deadline.left(System.nanoTime()));
        }
    }

    /** What a call by a name that nobody knows fails with. */
    static MeshException meshFailure() {
        Call call = TestEngine.of(new FixedDirectory().put("petdetails"), ServiceRules.defaults(), System::nanoTime)
                .begin(CallRequest.of(ServiceName.of("petdetial"), "GET", "/"), System.nanoTime());
        Step.Fail fail = (Step.Fail) call.next(System.nanoTime());
        return MeshException.of(call, fail.failure(), null);
    }

    private static MeshContext context() {
        return Objects.requireNonNull(MeshContext.current(), "no context on " + Thread.currentThread());
    }

    @RestController
    static class Answers {

        private final ServerApp app;
        private final Executor executor = task -> new Thread(task, "another").start();

        Answers(ServerApp app) {
            this.app = app;
        }

        @GetMapping("/hello")
        String hello() {
            app.started.incrementAndGet();
            return "hello";
        }

        @GetMapping("/id")
        String id() {
            return context().requestId();
        }

        @GetMapping("/shadow")
        boolean shadow() {
            return context().isShadow();
        }

        @GetMapping("/left")
        String left() {
            Deadline deadline = context().deadline();
            return deadline == null ? "none" : String.valueOf(deadline.left(System.nanoTime()) / 1_000_000);
        }

        @GetMapping("/hops")
        String hops() {
            context().passedThrough("petdetails/b");
            context().passedThrough("petmedicalhistory/c, <script>alert(1)</script>");
            return "hops";
        }

        @GetMapping("/mesh-failure")
        String meshFailure() {
            throw new ResourceAccessException("I/O error", ServerApp.meshFailure());
        }

        @GetMapping("/mesh-failure-with-own-status")
        String meshFailureWithOwnStatus() {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, "own words", ServerApp.meshFailure());
        }

        @GetMapping("/mesh-failure-later")
        CompletableFuture<String> meshFailureLater() {
            return CompletableFuture.failedFuture(ServerApp.meshFailure());
        }

        @GetMapping("/crash")
        String crash() {
            context().markSpent();
            throw new IllegalStateException("crash");
        }

        @GetMapping("/spent")
        ResponseEntity<String> spent() {
            context().markSpent();
            return ResponseEntity.status(503).body("spent");
        }

        @GetMapping("/spent-but-well")
        String spentButWell() {
            context().markSpent();
            return "well";
        }

        @GetMapping("/relayed")
        ResponseEntity<String> relayed() {
            return ResponseEntity.ok().header("Mesh-Leaving", "true").body("as it came from elsewhere");
        }

        @GetMapping("/later")
        CompletableFuture<String> later() {
            CompletableFuture<String> answer = new CompletableFuture<>();
            executor.execute(() -> {
                app.entered.countDown();
                try {
                    app.released.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                answer.complete("later");
            });
            return answer;
        }

        @GetMapping("/callable")
        Callable<String> callable() {
            return () -> context().requestId();
        }

        @GetMapping("/mono")
        Mono<String> mono() {
            return Mono.fromCallable(() -> context().requestId()).subscribeOn(Schedulers.boundedElastic());
        }

        @GetMapping("/async")
        CompletableFuture<String> async() {
            return CompletableFuture.supplyAsync(() -> context().requestId(), app.executor);
        }
    }

    @RestController
    static class OwnHandling {

        @GetMapping("/handled")
        String handled() {
            throw new ResourceAccessException("I/O error", meshFailure());
        }

        @ExceptionHandler(MeshException.class)
        ResponseEntity<String> handle(MeshException failed) {
            return ResponseEntity.status(HttpStatus.I_AM_A_TEAPOT).body("own answer for " + failed.service());
        }
    }
}
