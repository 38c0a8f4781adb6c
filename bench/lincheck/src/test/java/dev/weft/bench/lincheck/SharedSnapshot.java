package dev.weft.bench.lincheck;

import dev.weft.mesh.engine.Attempt;
import dev.weft.mesh.engine.Call;
import dev.weft.mesh.engine.Destination;
import dev.weft.mesh.engine.Engine;
import dev.weft.mesh.engine.EngineParts;
import dev.weft.mesh.engine.MeshMeters;
import dev.weft.mesh.engine.Step;
import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.EndpointSet;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.model.Subset;
import dev.weft.mesh.resilience.Guards;
import dev.weft.mesh.rules.Route;
import dev.weft.mesh.rules.RouteTarget;
import dev.weft.mesh.rules.ServiceRules;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** Rules and endpoints are replaced while calls begin: each call sees the one and the other as they were together. */
@Param(name = "number", gen = IntGen.class, conf = "0:1")
public class SharedSnapshot {

    private static final ServiceName SELF = ServiceName.of("petservice");
    private static final ServiceName SERVICE = ServiceName.of("petdetails");

    // Made beforehand: how they are made is not under test.
    private static final List<ServiceRules> RULES = List.of(rules("v1"), rules("v2"));
    private static final List<EndpointSet> SETS = List.of(set("a"), set("b"));
    private static final CallRequest REQUEST = CallRequest.of(SERVICE, "GET", "/");

    private final OneService directory = new OneService(SETS.get(0));
    private final Engine engine = new Engine(
            new EngineParts(
                    SELF,
                    null,
                    "petservice-0",
                    directory,
                    service -> RULES.get(0),
                    Guards.NONE,
                    MeshMeters.NONE,
                    () -> 0),
            () -> 0);
    private final Destination destination = engine.destination(SERVICE);

    @Operation
    public void rules(@Param(name = "number") int number) {
        destination.rules(RULES.get(number));
    }

    @Operation(nonParallelGroup = "directory")
    public void endpoints(@Param(name = "number") int number) {
        directory.tell(SETS.get(number));
    }

    /** Which version answers, of which set of endpoints. */
    @Operation
    public String call() {
        Call call = engine.begin(REQUEST, 0);
        Step step = call.next(0);
        call.cancel(0);
        return step instanceof Attempt attempt ? attempt.endpoint().id() : "nobody";
    }

    private static ServiceRules rules(String version) {
        return ServiceRules.defaults()
                .withRoutes(List.of(Route.to(List.of(RouteTarget.of(Subset.version(version), 1)))));
    }

    private static EndpointSet set(String name) {
        return new EndpointSet(SERVICE, List.of(endpoint(name, "v1"), endpoint(name, "v2")), "test");
    }

    private static Endpoint endpoint(String set, String version) {
        return Endpoint.of(version + " of set " + set, version + "." + set, 80).withVersion(version);
    }
}
