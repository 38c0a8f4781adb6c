package dev.weft.mesh.rules;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is in force of one service: of each layer what it says, or, where that can't be in force beside the others, what it
 * said last that could.
 *
 * @param layers what is in force of each layer
 * @param refused the layers of which it is not what they say now
 * @param problem why not, or null if there are none
 */
record Agreement(
        Map<Layer, List<RuleDocument>> layers,
        EffectiveRules rules,
        Set<Layer> refused,
        @Nullable String problem) {

    Agreement {
        layers = Map.copyOf(layers);
        refused = Set.copyOf(refused);
    }

    /** What is in force where nothing is said. */
    static Agreement unwritten(EffectiveRules rules) {
        return new Agreement(Map.of(), rules, Set.of(), null);
    }

    /** What is in force next; the stronger a layer, the sooner it has its way. */
    Agreement next(Map<Layer, List<RuleDocument>> said, List<RuleDocument> base, boolean faults) {
        try {
            return new Agreement(said, rules(said, base, faults), Set.of(), null);
        } catch (IllegalArgumentException e) {
            return oneByOne(said, base, faults, String.valueOf(e.getMessage()));
        }
    }

    private Agreement oneByOne(
            Map<Layer, List<RuleDocument>> said, List<RuleDocument> base, boolean faults, String problem) {
        Map<Layer, List<RuleDocument>> agreed = layers;
        EffectiveRules agreedRules = rules;
        Set<Layer> left = EnumSet.noneOf(Layer.class);
        for (Layer layer : Layer.values()) {
            Map<Layer, List<RuleDocument>> tried = with(agreed, layer, said.get(layer));
            try {
                agreedRules = rules(tried, base, faults);
                agreed = tried;
            } catch (IllegalArgumentException e) {
                left.add(layer);
            }
        }
        return new Agreement(agreed, agreedRules, left, problem);
    }

    private static Map<Layer, List<RuleDocument>> with(
            Map<Layer, List<RuleDocument>> layers, Layer layer, @Nullable List<RuleDocument> documents) {
        Map<Layer, List<RuleDocument>> changed = new EnumMap<>(Layer.class);
        changed.putAll(layers);
        if (documents == null) {
            changed.remove(layer);
        } else {
            changed.put(layer, documents);
        }
        return changed;
    }

    private static EffectiveRules rules(
            Map<Layer, List<RuleDocument>> layers, List<RuleDocument> base, boolean faults) {
        List<RuleDocument> strongestFirst = new ArrayList<>();
        for (Layer layer : Layer.values()) {
            strongestFirst.addAll(layers.getOrDefault(layer, List.of()));
        }
        return EffectiveRules.of(strongestFirst, base, faults);
    }
}
