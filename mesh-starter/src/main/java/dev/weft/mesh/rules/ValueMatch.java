package dev.weft.mesh.rules;

/** What the value of a header, cookie or query parameter must be. */
public sealed interface ValueMatch {

    /**
     * Exactly this.
     *
     * @param value case matters
     */
    record Exact(String value) implements ValueMatch {

        @Override
        public String toString() {
            return "\"" + value + "\"";
        }
    }

    /**
     * Something that the expression matches whole.
     *
     * @param expression the expression
     */
    record Regex(Expression expression) implements ValueMatch {

        @Override
        public String toString() {
            return "/" + expression.source() + "/";
        }
    }
}
