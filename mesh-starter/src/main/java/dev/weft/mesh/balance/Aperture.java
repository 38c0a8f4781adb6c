package dev.weft.mesh.balance;

import java.util.ArrayList;
import java.util.List;

/**
 * The part of a large set of endpoints that one client uses, so that N clients of M endpoints don't hold N x M connections.
 *
 * <p>Idea: put the endpoints on a ring, in an order that all clients agree on, and cut it into as many arcs as there are
 * clients, equal but for rounding. Client {@code i} uses the arcs from the {@code i}-th on, as many as it takes to reach
 * {@value #LEAST} endpoints. So each endpoint belongs to equally many clients, and these use equally many endpoints, give or
 * take one: of all clients together no endpoint gets more than {@value #LEAST} + 1 in {@value #LEAST} of what another gets.
 * (Finagle's deterministic aperture, which cuts endpoints in two to be exact; but what is drawn seldom looks cheap by its
 * peak EWMA.) A client uses at most {@code LEAST + M / N + 1} endpoints. Cost: O(M) when endpoints, ejections or clients
 * change.
 *
 * <p>The ring has the ejected endpoints too, or one client's ejections would move its arc. Where the others in the aperture
 * can't carry what it gets, it widens to all that are left, as failover does.
 */
final class Aperture {

    /** An aperture has at least so many endpoints: enough for balancing, and for losing some. */
    static final int LEAST = 12;

    private Aperture() {}

    /**
     * What this client uses.
     *
     * @param ring every endpoint, in the order that all clients agree on, the ejected ones included
     * @param index the client's place among its peers, from 0
     * @param peers how many clients there are
     */
    static EndpointState[] of(List<EndpointState> ring, int index, int peers) {
        int size = ring.size();
        long arcs = size == 0 ? peers : (LEAST * (long) peers + size - 1) / size;
        if (arcs >= peers) {
            return healthy(ring);
        }
        long begin = (long) index * size / peers;
        long end = (index + arcs) * size / peers;
        List<EndpointState> part = new ArrayList<>();
        for (long place = begin; place < end; place++) {
            part.add(ring.get((int) (place % size)));
        }
        EndpointState[] left = healthy(part);
        return Failover.canCarry((double) left.length / part.size()) ? left : healthy(ring);
    }

    private static EndpointState[] healthy(List<EndpointState> states) {
        return states.stream()
                .filter(state -> state.outlier().ejection() == null)
                .toArray(EndpointState[]::new);
    }
}
