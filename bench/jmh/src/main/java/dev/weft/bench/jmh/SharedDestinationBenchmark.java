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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One destination that many threads call at once. They go by the machine's clock, as in a service: by clocks of their own,
 * they would be at different times, and what is counted by the second would be counted for nobody.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class SharedDestinationBenchmark {

    private static final int ENDPOINTS = 10;

    private final CallRequest request = CallRequest.of(RoutingBenchmark.SERVICE, "GET", "/pet/123/details");
    private final Engine engine = engine();

    private static Engine engine() {
        return Engines.of(Guards.NONE, ENDPOINTS, ServiceRules.defaults(), System::nanoTime);
    }

    /** A destination of each thread's own. */
    @State(Scope.Thread)
    public static class Own {
        private final Engine engine = engine();
    }

    @Benchmark
    @Threads(1)
    public Verdict one() {
        return call(engine);
    }

    @Benchmark
    @Threads(8)
    public Verdict eight() {
        return call(engine);
    }

    /** What the machine gives to threads that share nothing. */
    @Benchmark
    @Threads(8)
    public Verdict apart(Own own) {
        return call(own.engine);
    }

    private Verdict call(Engine engine) {
        return Engines.decide(engine, request, System.nanoTime(), System.nanoTime(), System.nanoTime());
    }
}
