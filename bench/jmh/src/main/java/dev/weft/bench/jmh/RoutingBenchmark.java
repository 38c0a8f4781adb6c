package dev.weft.bench.jmh;

import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.model.Subset;
import dev.weft.mesh.rules.Choice;
import dev.weft.mesh.rules.CompiledRules;
import dev.weft.mesh.rules.RequestMatch;
import dev.weft.mesh.rules.Route;
import dev.weft.mesh.rules.RouteTarget;
import dev.weft.mesh.rules.ServiceRules;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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

/** Finding the route for a request among many. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class RoutingBenchmark {

    private static final ServiceName SELF = ServiceName.of("petservice");
    static final ServiceName SERVICE = ServiceName.of("petdetails");

    /** So many requests, in turn, so that no branch is learned by heart; a power of two. */
    private static final int REQUESTS = 1_024;

    @Param({"1", "1000"})
    private int routes;

    @Param({"EXACT", "PREFIX", "HEADER", "REGEX", "MIXED"})
    private Kind kind = Kind.MIXED;

    private CompiledRules rules = CompiledRules.of(ServiceRules.defaults(), SELF, new SplittableRandom(1));
    private CallRequest[] requests = {};

    @Setup
    public void compile() {
        rules = CompiledRules.of(
                ServiceRules.defaults().withRoutes(routes(kind, routes)), SELF, new SplittableRandom(1));
        requests = requests(kind, routes);
    }

    static List<Route> routes(Kind kind, int routes) {
        return IntStream.range(0, routes).mapToObj(i -> route(kind.match(i))).toList();
    }

    /** Each is taken by one of the routes; in no order. */
    static CallRequest[] requests(Kind kind, int routes) {
        SplittableRandom random = new SplittableRandom(2);
        return IntStream.range(0, REQUESTS)
                .map(i -> random.nextInt(routes))
                .mapToObj(i -> kind.request(i))
                .toArray(CallRequest[]::new);
    }

    private static Route route(RequestMatch match) {
        return Route.to(List.of(RouteTarget.of(Subset.version("v1"), 90), RouteTarget.of(Subset.version("v2"), 10)))
                .withMatches(List.of(match));
    }

    /** Which request is next. */
    @State(Scope.Thread)
    public static class Turn {
        private int next;

        int next() {
            return next++ & REQUESTS - 1;
        }
    }

    @Benchmark
    public Choice choose(Turn turn) {
        return rules.choose(requests[turn.next()]);
    }
}
