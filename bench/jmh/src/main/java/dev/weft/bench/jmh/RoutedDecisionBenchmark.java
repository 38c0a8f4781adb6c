package dev.weft.bench.jmh;

import dev.weft.mesh.engine.Engine;
import dev.weft.mesh.engine.Verdict;
import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.resilience.Guards;
import dev.weft.mesh.rules.ServiceRules;
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

/** The same decision, of a service with many routes of all kinds: each call takes another one of them. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class RoutedDecisionBenchmark {

    private static final int ENDPOINTS = 10;

    @Param("1000")
    private int routes;

    private Engine engine = engine(0);
    private CallRequest[] requests = {};

    @Setup
    public void start() {
        engine = engine(routes);
        requests = RoutingBenchmark.requests(Kind.MIXED, routes);
    }

    private static Engine engine(int routes) {
        ServiceRules rules = ServiceRules.defaults().withRoutes(RoutingBenchmark.routes(Kind.MIXED, routes));
        return Engines.of(Guards.NONE, ENDPOINTS, rules, () -> 0);
    }

    @Benchmark
    public Verdict call(Clock clock, RoutingBenchmark.Turn turn) {
        return Engines.decide(engine, requests[turn.next()], clock.next(), clock.next(), clock.next());
    }
}
