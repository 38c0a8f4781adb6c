package dev.weft.bench.jmh;

import dev.weft.mesh.engine.Engine;
import dev.weft.mesh.engine.Verdict;
import dev.weft.mesh.guards.Resilience4jGuards;
import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.resilience.Guards;
import dev.weft.mesh.rules.ServiceRules;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.common.circuitbreaker.configuration.CommonCircuitBreakerConfigurationProperties;
import java.util.concurrent.TimeUnit;
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

/** All that the engine does for one call that goes well, without a rule. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class DecisionBenchmark {

    @Param({"10", "10000"})
    private int endpoints;

    @Param({"none", "resilience4j"})
    private String guards = "none";

    private final CallRequest request = CallRequest.of(RoutingBenchmark.SERVICE, "GET", "/pet/123/details");
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
        return Engines.of(guards, endpoints, ServiceRules.defaults(), () -> 0);
    }

    @Benchmark
    public Verdict call(Clock clock) {
        return Engines.decide(engine, request, clock.next(), clock.next(), clock.next());
    }
}
