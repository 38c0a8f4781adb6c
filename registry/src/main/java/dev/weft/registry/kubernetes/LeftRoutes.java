package dev.weft.registry.kubernetes;

import dev.weft.registry.store.RuleStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Says which HTTPRoutes are in force that nobody reads any more. */
@Component
@ConditionalOnProperty(name = "registry.kubernetes.http-routes", havingValue = "false", matchIfMissing = true)
final class LeftRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(LeftRoutes.class);

    private final RuleStore store;

    LeftRoutes(RuleStore store) {
        this.store = store;
    }

    @EventListener(ApplicationReadyEvent.class)
    void say() {
        store.held()
                .servicesWithRoutes()
                .forEach(service -> LOG.warn(
                        "HTTPRoutes of {} are in force as they were last read, and this registry reads none (meshctl delete {}"
                                + " --httproutes takes them away)",
                        service,
                        service));
    }
}
