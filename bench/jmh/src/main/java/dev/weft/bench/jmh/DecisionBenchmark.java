package dev.weft.bench.jmh;

import dev.weft.mesh.engine.Attempt;
import dev.weft.mesh.engine.Call;
import dev.weft.mesh.engine.Engine;
import dev.weft.mesh.engine.EngineParts;
import dev.weft.mesh.engine.MeshMeters;
import dev.weft.mesh.engine.Verdict;
import dev.weft.mesh.guards.Resilience4jGuards;
import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.Headers;
import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.resilience.Guards;
import dev.weft.mesh.rules.ServiceRules;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.common.circuitbreaker.configuration.CommonCircuitBreakerConfigurationProperties;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** All that the engine does for one call that goes well: begin, choose, the head, the end. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class DecisionBenchmark {

    private static final ServiceName SERVICE = ServiceName.of("petdetails");

    @Param({"10", "10000"})
    private int endpoints;

    @Param({"none", "resilience4j"})
    private String guards = "none";

    private final CallRequest request = CallRequest.of(SERVICE, "GET", "/pet/123/details");
    private Engine engine = engine(Guards.NONE, 1);

    @Setup
    public void start() {
        Guards chosen = guards.equals("none")
                ? Guards.NONE
                : new Resilience4jGuards(
                        CircuitBreakerRegistry.ofDefaults(),
                        new CommonCircuitBreakerConfigurationProperties(),
                        BulkheadRegistry.ofDefaults());
        engine = engine(chosen, endpoints);
    }

    private static Engine engine(Guards guards, int endpoints) {
        RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
        return new Engine(
                new EngineParts(
                        ServiceName.of("petservice"),
                        null,
                        "client",
                        new FixedDirectory(SERVICE, endpoints),
                        service -> ServiceRules.defaults(),
                        guards,
                        MeshMeters.NONE,
                        random),
                () -> 0);
    }

    /** A clock of its own, so that the figure is the engine's and not the machine's clock's. */
    @State(Scope.Thread)
    public static class Clock {
        private long nanos;

        long next() {
            return nanos += 50_000;
        }
    }

    @Benchmark
    public Verdict call(Clock clock) {
        Call call = engine.begin(request, clock.next());
        Attempt attempt = (Attempt) call.next(clock.next());
        long answered = clock.next();
        Verdict verdict = call.head(attempt, 200, Headers.NONE, answered);
        call.ended(attempt, Outcome.COMPLETED, answered);
        return verdict;
    }
}
