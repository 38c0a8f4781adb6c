package dev.weft.bench.jmh;

import dev.weft.mesh.balance.EndpointState;
import dev.weft.mesh.model.Endpoint;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What is written of an attempt that goes well: that it is under way, its latency, its success, that it is over. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class OutcomeBenchmark {

    private final EndpointState endpoint =
            new EndpointState(Endpoint.of("i0", "10.0.0.1", 8080), EndpointState.DEFAULT_LATENCY_NANOS, false, "", 0);

    @Benchmark
    public EndpointState record(Clock clock) {
        long sent = clock.next();
        endpoint.begin(sent);
        long answered = clock.next();
        endpoint.answered(sent, answered);
        endpoint.observeLatency(answered - sent, answered);
        endpoint.outlier().succeeded(answered);
        endpoint.endAnswered();
        return endpoint;
    }
}
