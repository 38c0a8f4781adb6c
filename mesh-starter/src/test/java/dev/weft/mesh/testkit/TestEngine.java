package dev.weft.mesh.testkit;

import dev.weft.mesh.client.OutgoingCalls;
import dev.weft.mesh.directory.FirstWords;
import dev.weft.mesh.engine.Engine;
import dev.weft.mesh.engine.EngineParts;
import dev.weft.mesh.engine.MeshMeters;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.resilience.Guards;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.telemetry.AttemptSpans;
import java.util.Random;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Engines for tests: one directory, the same rules for every service, chance from a seed. */
public final class TestEngine {

    public static final ServiceName SELF = ServiceName.of("tester");

    private TestEngine() {}

    public static Engine of(FixedDirectory directory, ServiceRules rules, LongSupplier clock) {
        return new Engine(
                new EngineParts(
                        SELF,
                        null,
                        "client-0",
                        directory,
                        service -> rules,
                        Guards.NONE,
                        MeshMeters.NONE,
                        new Random(42)),
                clock);
    }

    /** The calls of a process that has this engine, in real time. */
    public static OutgoingCalls calls(Engine engine) {
        return new OutgoingCalls(engine, SELF, AttemptSpans.NONE);
    }

    /** The same, of a process that has a stream if there are first words. */
    public static OutgoingCalls calls(Engine engine, @Nullable FirstWords firstWords) {
        return new OutgoingCalls(engine, SELF, AttemptSpans.NONE, null, firstWords);
    }
}
