package dev.weft.bench.jmh;

import dev.weft.mesh.engine.Attempt;
import dev.weft.mesh.engine.Call;
import dev.weft.mesh.engine.Engine;
import dev.weft.mesh.engine.EngineParts;
import dev.weft.mesh.engine.MeshMeters;
import dev.weft.mesh.engine.Verdict;
import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.Headers;
import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.resilience.Guards;
import dev.weft.mesh.rules.ServiceRules;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** Engines that know one service, and what each does for a call. */
final class Engines {

    private Engines() {}

    /** @param clock the one that calls are given values of */
    static Engine of(Guards guards, int endpoints, ServiceRules rules, LongSupplier clock) {
        RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
        return new Engine(
                new EngineParts(
                        ServiceName.of("petservice"),
                        null,
                        "client",
                        new FixedDirectory(RoutingBenchmark.SERVICE, endpoints),
                        service -> rules,
                        guards,
                        MeshMeters.NONE,
                        random),
                clock);
    }

    /** All that there is to do for one call that goes well: begin, choose, the head, the end. */
    static Verdict decide(Engine engine, CallRequest request, long begun, long sent, long answered) {
        Call call = engine.begin(request, begun);
        Attempt attempt = (Attempt) call.next(sent);
        Verdict verdict = call.head(attempt, 200, Headers.NONE, answered);
        call.ended(attempt, Outcome.COMPLETED, answered);
        return verdict;
    }
}
