package dev.weft.mesh.actuate;

import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.EffectiveRules;
import dev.weft.mesh.rules.RuleBook;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is written for a service, and what comes of it.
 *
 * @param sources where each part comes from
 * @param hidden what is written to no effect, because a stronger source says something of the same part
 * @param warnings what may not be meant, such as destinations that nobody has registered
 * @param problem why what was written last is not in force, or null if it is
 */
public record ServiceRulesView(
        String service,
        RulesView inForce,
        Map<String, String> sources,
        List<HiddenView> hidden,
        List<String> warnings,
        @Nullable String problem) {

    /**
     * A part that has no effect.
     *
     * @param by the stronger source
     */
    public record HiddenView(String part, String source, String by) {}

    static ServiceRulesView of(ServiceName service, RuleBook book, List<String> warnings) {
        EffectiveRules effective = book.effective(service);
        Map<String, String> sources = new LinkedHashMap<>();
        new EnumMap<>(effective.sources()).forEach((part, source) -> sources.put(part.words(), source));
        return new ServiceRulesView(
                service.value(),
                RulesView.of(effective.rules()),
                sources,
                effective.hidden().stream()
                        .map(hidden -> new HiddenView(hidden.part().words(), hidden.source(), hidden.by()))
                        .toList(),
                warnings,
                book.problem(service));
    }
}
