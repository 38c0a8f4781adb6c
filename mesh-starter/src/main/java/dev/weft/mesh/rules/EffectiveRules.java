package dev.weft.mesh.rules;

import dev.weft.mesh.resilience.Timeouts;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What comes of everything that is said of a service: each part is taken whole from the strongest source that says
 * something of it.
 *
 * @param rules in force
 * @param sources where each part comes from
 * @param hidden what has no effect because of them
 * @param warnings what else has no effect
 */
public record EffectiveRules(
        ServiceRules rules, Map<Part, String> sources, List<Hidden> hidden, List<String> warnings) {

    /**
     * What a source says to no effect.
     *
     * @param by the source that is stronger
     */
    public record Hidden(Part part, String source, String by) {}

    public EffectiveRules {
        sources = Map.copyOf(sources);
        hidden = List.copyOf(hidden);
        warnings = List.copyOf(warnings);
    }

    /**
     * Puts the parts together.
     *
     * @param said of the service, the strongest first
     * @param base what holds for every service, the strongest first; all parts are among it
     * @param faults whether trouble on purpose is allowed
     * @throws IllegalArgumentException if the parts can't be in force together
     */
    static EffectiveRules of(List<RuleDocument> said, List<RuleDocument> base, boolean faults) {
        Map<Part, RuleDocument> chosen = new EnumMap<>(Part.class);
        List<Hidden> hidden = new ArrayList<>();
        for (RuleDocument document : said) {
            for (Part part : document.parts()) {
                RuleDocument stronger = chosen.putIfAbsent(part, document);
                if (stronger != null) {
                    hidden.add(new Hidden(part, document.source(), stronger.source()));
                }
            }
        }
        base.forEach(document -> document.parts().forEach(part -> chosen.putIfAbsent(part, document)));
        List<String> warnings = new ArrayList<>();
        ServiceRules rules = faults ? rules(chosen) : withoutFaults(rules(chosen), warnings);
        warnings.addAll(idleFaults(rules.routes()));
        Map<Part, String> sources = new EnumMap<>(Part.class);
        chosen.forEach((part, document) -> sources.put(part, document.source()));
        return new EffectiveRules(rules, sources, hidden, warnings);
    }

    private static ServiceRules rules(Map<Part, RuleDocument> chosen) {
        try {
            return new ServiceRules(
                    from(chosen, Part.ROUTES).routes(),
                    new Timeouts(
                            from(chosen, Part.TIMEOUT).timeouts().total(),
                            from(chosen, Part.ATTEMPT_TIMEOUT).timeouts().attempt(),
                            from(chosen, Part.CONNECT_TIMEOUT).timeouts().connect(),
                            from(chosen, Part.HEAD_TIMEOUT).timeouts().head(),
                            from(chosen, Part.IDLE_TIMEOUT).timeouts().idle()),
                    from(chosen, Part.RETRY).retry(),
                    from(chosen, Part.RETRY).budget(),
                    from(chosen, Part.EJECTION).outliers(),
                    from(chosen, Part.BALANCE).balance(),
                    from(chosen, Part.LIMITS).limits(),
                    from(chosen, Part.AFFINITY).affinity(),
                    from(chosen, Part.HEALTH).health());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + ", as said together by " + sources(chosen), e);
        }
    }

    private static ServiceRules from(Map<Part, RuleDocument> chosen, Part part) {
        RuleDocument document = chosen.get(part);
        if (document == null) {
            throw new IllegalStateException("nothing says " + part.words());
        }
        return document.rules();
    }

    private static String sources(Map<Part, RuleDocument> chosen) {
        return chosen.values().stream().map(RuleDocument::source).distinct().collect(Collectors.joining(", "));
    }

    /** Trouble that no request is to have. */
    private static List<String> idleFaults(List<Route> routes) {
        List<String> warnings = new ArrayList<>();
        for (int i = 0; i < routes.size(); i++) {
            Fault fault = routes.get(i).actions().fault();
            if (fault != null && !fault.delay().isZero() && fault.delayed().parts() == 0) {
                warnings.add("routes[" + i + "].fault.delay has no effect: delay-percent is missing or 0");
            }
            if (fault != null && fault.status() != 0 && fault.aborted().parts() == 0) {
                warnings.add("routes[" + i + "].fault.status has no effect: abort-percent is missing or 0");
            }
        }
        return warnings;
    }

    private static ServiceRules withoutFaults(ServiceRules rules, List<String> warnings) {
        List<Route> routes = new ArrayList<>();
        for (Route route : rules.routes()) {
            if (route.actions().fault() != null) {
                warnings.add("routes[" + routes.size()
                        + "].fault has no effect: mesh.faults.enabled is false in this environment");
            }
            routes.add(route.withActions(route.actions().withFault(null)));
        }
        return rules.withRoutes(routes);
    }
}
