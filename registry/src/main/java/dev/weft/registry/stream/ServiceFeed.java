package dev.weft.registry.stream;

import dev.weft.mesh.model.ServiceName;
import dev.weft.registry.store.Snapshot;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What is known of a service that somebody watches. Changed by the stream's thread only; what holds is read by others. */
final class ServiceFeed {

    private final ServiceName service;
    private final Set<Subscription> subscriptions = new LinkedHashSet<>();
    private final Map<String, Boolean> changed = new HashMap<>();
    private long told;
    private volatile EndpointEvents endpoints;
    private volatile RuleEvents rules;

    /** @param told when its endpoints were last told, which may be never */
    ServiceFeed(ServiceName service, EndpointEvents endpoints, RuleEvents rules, long told) {
        this.service = service;
        this.told = told;
        this.endpoints = endpoints;
        this.rules = rules;
    }

    ServiceName service() {
        return service;
    }

    /** Those who watch it. */
    Set<Subscription> subscriptions() {
        return subscriptions;
    }

    /** The instances of which is to be asked what has become of them; true for those whose leases have ended. */
    Map<String, Boolean> changed() {
        return changed;
    }

    /** When watchers were last told of its endpoints. */
    long told() {
        return told;
    }

    EndpointEvents endpoints() {
        return endpoints;
    }

    RuleEvents rules() {
        return rules;
    }

    /** Remembers what watchers need not be told. */
    void keep(EndpointEvents same) {
        endpoints = same;
    }

    void tell(EndpointEvents next, long nanos) {
        endpoints = next;
        told = nanos;
        subscriptions.forEach(Subscription::mark);
    }

    void tell(RuleEvents next, Snapshot store) {
        // First: whoever writes meanwhile must not tell the new rules with the old judgement.
        subscriptions.forEach(subscription -> subscription.judge(store));
        rules = next;
        subscriptions.forEach(Subscription::mark);
    }
}
