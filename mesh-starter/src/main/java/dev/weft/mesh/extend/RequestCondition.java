package dev.weft.mesh.extend;

import dev.weft.mesh.model.CallRequest;
import java.util.function.Predicate;

/**
 * A condition that routes may name under {@code match.custom}: a bean of this type provides it. A rule that names a
 * condition which no bean provides is refused.
 */
public interface RequestCondition {

    /** By which rules name it; a word of letters, digits and hyphens. */
    String name();

    /**
     * What a rule's text asks for. Called when rules are read, not for each request.
     *
     * @param text what stands in the rule: {@code gold} in {@code match.custom.tenant: gold}
     * @return whether a request meets it. Called while the request waits, by many threads at once: it must not block. What it
     *     throws is logged once, and taken as "no"
     * @throws IllegalArgumentException if the text makes no sense: the rule is refused with these words, which should tell
     *     what would be right
     */
    Predicate<CallRequest> parse(String text);
}
