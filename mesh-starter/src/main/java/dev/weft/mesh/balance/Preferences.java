package dev.weft.mesh.balance;

import dev.weft.mesh.extend.EndpointPolicy;
import dev.weft.mesh.model.ServiceName;

/** What the application itself says of the endpoints of one service. */
public record Preferences(ServiceName service, EndpointPolicy policy) {

    boolean isEligible(EndpointState state) {
        return policy.eligible(service, state.endpoint());
    }

    double cost(EndpointState state, double cost) {
        return policy.cost(service, state.endpoint(), cost);
    }

    /** Leaves out what is not eligible, beside what was tried. */
    Tried beside(Tried tried) {
        return state -> tried.includes(state) || !isEligible(state);
    }
}
