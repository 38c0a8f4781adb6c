package dev.weft.registry.check;

import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.CompiledRules;
import dev.weft.mesh.rules.RouteDecision;
import dev.weft.mesh.rules.ServiceRules;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Where a request goes by a service's rules, and why it goes nowhere else.
 *
 * @param passedOver the other routes, as they were written, and why they don't take it
 */
public record Explanation(SampleRequest request, Whereabouts goes, List<RouteDecision.PassedOver> passedOver) {

    public Explanation {
        passedOver = List.copyOf(passedOver);
    }

    /** Asks the rules. */
    public static Explanation of(SampleRequest sample, ServiceName service, ServiceRules rules) {
        CallRequest request = sample.to(service);
        RouteDecision decision = CompiledRules.of(rules, sample.caller(), RandomGenerator.getDefault())
                .explain(request);
        return new Explanation(sample, Whereabouts.of(decision.choice(), request, rules), decision.passedOver());
    }
}
