package dev.weft.mesh.autoconfigure;

import dev.weft.mesh.extend.EndpointPolicy;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.ServiceName;
import java.util.List;

/** Several policies: an endpoint must suit them all, and each goes by the cost that those before it have found. */
record EndpointPolicies(List<EndpointPolicy> policies) implements EndpointPolicy {

    @Override
    public boolean eligible(ServiceName service, Endpoint endpoint) {
        for (EndpointPolicy policy : policies) {
            if (!policy.eligible(service, endpoint)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public double cost(ServiceName service, Endpoint endpoint, double cost) {
        double sofar = cost;
        for (EndpointPolicy policy : policies) {
            sofar = policy.cost(service, endpoint, sofar);
        }
        return sofar;
    }
}
