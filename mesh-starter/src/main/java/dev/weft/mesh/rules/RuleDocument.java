package dev.weft.mesh.rules;

import java.util.Set;

/**
 * What one source says of one service.
 *
 * @param source in words: a file and a line, for instance
 * @param parts of which it says something
 * @param rules that hold what it says; of the parts that it leaves out they tell nothing
 */
public record RuleDocument(String source, Set<Part> parts, ServiceRules rules) {

    public RuleDocument {
        parts = Set.copyOf(parts);
    }
}
