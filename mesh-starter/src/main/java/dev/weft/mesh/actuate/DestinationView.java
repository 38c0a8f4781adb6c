package dev.weft.mesh.actuate;

import dev.weft.mesh.engine.Destination;
import dev.weft.mesh.rules.ServiceRules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One service that this process calls.
 *
 * @param source where its endpoints come from
 * @param panic whether so few endpoints are healthy that all are used
 * @param inFlight attempts under way
 * @param limits how much of it is used, and may be
 * @param retriesAvailable how many retries the budget would allow now
 * @param breakers the state of the circuit breaker of each destination that the rules name
 * @param rules in force
 * @param endpoints those that are not up included
 */
public record DestinationView(
        String service,
        String source,
        boolean panic,
        int inFlight,
        LimitsView limits,
        long retriesAvailable,
        Map<String, String> breakers,
        RulesView rules,
        List<EndpointView> endpoints) {

    static DestinationView of(Destination destination, Moment now) {
        ServiceRules rules = destination.rules();
        return new DestinationView(
                destination.service().value(),
                destination.endpoints().source(),
                destination.isPanic(),
                destination.inFlight(),
                LimitsView.of(destination),
                destination.retriesAvailable(now.nanos()),
                breakers(destination),
                RulesView.of(rules),
                destination.states().stream()
                        .map(state -> EndpointView.of(state, rules.balance(), now))
                        .toList());
    }

    private static Map<String, String> breakers(Destination destination) {
        Map<String, String> breakers = new LinkedHashMap<>();
        destination.breakerStates().forEach((subset, state) -> breakers.put(RulesView.name(subset), state));
        return breakers;
    }
}
