package dev.weft.mesh.client.blocking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.client.OutgoingCall;
import dev.weft.mesh.client.OutgoingCalls;
import dev.weft.mesh.client.OutgoingRequest;
import dev.weft.mesh.model.Headers;
import dev.weft.mesh.model.Subset;
import dev.weft.mesh.rules.Actions;
import dev.weft.mesh.rules.Mirror;
import dev.weft.mesh.rules.Route;
import dev.weft.mesh.rules.RouteTarget;
import dev.weft.mesh.rules.ServiceRules;
import dev.weft.mesh.rules.Share;
import dev.weft.mesh.sim.Mesh;
import dev.weft.mesh.telemetry.AttemptSpans;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a call hears of copies that cannot even be handed to another thread. */
class CopySenderTests {

    private static final int MOST = 64;
    private static final URI PETS = URI.create("http://petdetails/");
    private static final Mirror MIRROR = new Mirror(null, Subset.ALL, Share.ALL, Set.of());

    private final Mesh mesh = Mesh.with(
            1,
            ServiceRules.defaults()
                    .withRoutes(List.of(Route.to(List.of(RouteTarget.of(Subset.ALL, 1)))
                            .withActions(Actions.NONE.withMirrors(List.of(MIRROR))))));
    private final OutgoingCalls calls = new OutgoingCalls(mesh.engine, Mesh.SELF, AttemptSpans.NONE);
    private final CopySender sender = new CopySender(
            calls,
            task -> {
                throw new OutOfMemoryError("unable to create native thread");
            },
            () -> {
                throw new IllegalStateException("nothing is sent");
            });
    private final WireRequest request = new WireRequest(Mesh.SERVICE, PETS, "GET", List.of(), null);
    private final MeshTransport transport = new MeshTransport(calls, null, null, null, sender);

    @Test
    void callWhenThereIsNoThreadForItsCopyGoesOnAndTheCopyHoldsNoPlace() {
        for (int i = 0; i < MOST; i++) {
            sender.follow(call(), request, transport);
        }

        assertThat(mesh.engine.copy(MIRROR, Mesh.get(), mesh.now)).isNotNull();
    }

    private OutgoingCall call() {
        return calls.begin(OutgoingRequest.of(Mesh.SERVICE, PETS, "GET", Headers.NONE, true), null);
    }
}
