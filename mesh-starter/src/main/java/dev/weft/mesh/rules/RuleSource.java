package dev.weft.mesh.rules;

import dev.weft.mesh.model.ServiceName;
import java.util.function.Consumer;

/** Says what rules are in force. Thread-safe. */
@FunctionalInterface
public interface RuleSource {

    /** The rules of a service; every service has some. */
    ServiceRules rules(ServiceName service);

    /**
     * Hands the service's rules to the listener: at once what is in force now, then each change, never two at a time.
     *
     * @return ends it
     */
    default Runnable watch(ServiceName service, Consumer<ServiceRules> listener) {
        listener.accept(rules(service));
        return () -> {};
    }
}
