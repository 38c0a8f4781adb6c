package dev.weft.mesh.sim;

import dev.weft.mesh.engine.Call;
import dev.weft.mesh.engine.Destination;
import dev.weft.mesh.engine.Engine;
import dev.weft.mesh.engine.EngineParts;
import dev.weft.mesh.engine.Extensions;
import dev.weft.mesh.engine.MeshMeters;
import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.ServiceRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One client's engine in virtual time, and the one service that it calls. */
public final class Mesh {

    public static final ServiceName SERVICE = ServiceName.of("petdetails");
    public static final ServiceName SELF = ServiceName.of("petservice");

    public final FakeDirectory directory;
    public final CountingGuards guards = new CountingGuards();
    public final Engine engine;

    /** The monotonic clock: the test moves it. */
    public long now;

    private Mesh(
            FakeDirectory directory,
            ServiceRules rules,
            @Nullable String zone,
            RandomGenerator random,
            Extensions extensions) {
        this.directory = directory;
        this.engine = new Engine(
                new EngineParts(
                        SELF,
                        zone,
                        "client-0",
                        directory,
                        service -> rules,
                        guards,
                        MeshMeters.NONE,
                        random,
                        extensions),
                () -> this.now);
    }

    public static Mesh of(ServiceRules rules, RandomGenerator random) {
        return new Mesh(new FakeDirectory(), rules, null, random, Extensions.NONE);
    }

    public static Mesh of(FakeDirectory directory, ServiceRules rules, @Nullable String zone, RandomGenerator random) {
        return new Mesh(directory, rules, zone, random, Extensions.NONE);
    }

    /** With so many endpoints, and what the application adds. */
    public static Mesh extended(int endpoints, ServiceRules rules, Extensions extensions) {
        Mesh mesh = new Mesh(new FakeDirectory(), rules, null, new SplittableRandom(42), extensions);
        mesh.directory.set(SERVICE, endpoints(endpoints));
        return mesh;
    }

    /** With the defaults, and so many endpoints. */
    public static Mesh with(int endpoints) {
        return with(endpoints, ServiceRules.defaults());
    }

    public static Mesh with(int endpoints, ServiceRules rules) {
        Mesh mesh = of(rules, new SplittableRandom(42));
        mesh.directory.set(SERVICE, endpoints(endpoints));
        return mesh;
    }

    public static List<Endpoint> endpoints(int count) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            endpoints.add(endpoint(i));
        }
        return endpoints;
    }

    public static Endpoint endpoint(int number) {
        return Endpoint.of("details-" + number, "10.0." + number / 256 + "." + number % 256, 8080);
    }

    public static CallRequest get() {
        return CallRequest.of(SERVICE, "GET", "/pet/123/details");
    }

    public static CallRequest post() {
        return CallRequest.of(SERVICE, "POST", "/pet/123/visits");
    }

    public Call begin(CallRequest request) {
        return engine.begin(request, now);
    }

    public Destination destination() {
        return engine.destination(SERVICE);
    }

    public void pass(Duration time) {
        now += time.toNanos();
    }
}
