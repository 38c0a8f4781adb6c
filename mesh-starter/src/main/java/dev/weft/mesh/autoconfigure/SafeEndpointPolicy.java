package dev.weft.mesh.autoconfigure;

import dev.weft.mesh.extend.EndpointPolicy;
import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.ServiceName;

/** A policy of the application that is taken to say nothing where it throws, or names a cost that is none. */
final class SafeEndpointPolicy implements EndpointPolicy {

    private final EndpointPolicy bean;
    private final Extension extension;

    SafeEndpointPolicy(EndpointPolicy bean) {
        this.bean = bean;
        this.extension = new Extension(bean);
    }

    @Override
    public boolean eligible(ServiceName service, Endpoint endpoint) {
        return extension.ask(() -> bean.eligible(service, endpoint), true);
    }

    @Override
    public double cost(ServiceName service, Endpoint endpoint, double cost) {
        double its = extension.ask(() -> bean.cost(service, endpoint, cost), cost);
        if (its >= 0) {
            return its;
        }
        extension.complain("says that " + endpoint.id() + " costs " + its + " (expected: at least 0)", null);
        return cost;
    }
}
