package dev.weft.mesh.rules;

/** What the path of a request must be; a path is compared as it stands in the request line, without query. */
public sealed interface PathMatch {

    /** Every path. */
    PathMatch ANY = new Prefix("/");

    /** Whether this path is meant. Routes are found by {@link PathIndex} instead, which agrees with this. */
    boolean takes(String requested);

    /**
     * Exactly this path; a slash at its end matters.
     *
     * @param path begins with a slash
     */
    record Exact(String path) implements PathMatch {

        public Exact {
            checkSlash(path);
        }

        @Override
        public boolean takes(String requested) {
            return requested.equals(path);
        }

        @Override
        public String toString() {
            return "path = \"" + path + "\"";
        }
    }

    /**
     * This path, or one below it: whole elements are compared, so that {@code /v2} takes {@code /v2/a}, but not {@code
     * /v2a}.
     *
     * @param path begins with a slash; one at its end is dropped
     */
    record Prefix(String path) implements PathMatch {

        public Prefix {
            checkSlash(path);
            while (path.length() > 1 && path.endsWith("/")) {
                path = path.substring(0, path.length() - 1);
            }
        }

        @Override
        public boolean takes(String requested) {
            boolean at = requested.length() == path.length() || path.equals("/");
            return requested.startsWith(path) && (at || requested.charAt(path.length()) == '/');
        }

        @Override
        public String toString() {
            return "path below \"" + path + "\"";
        }
    }

    /**
     * A path that the expression matches whole.
     *
     * @param expression the expression
     */
    record Regex(Expression expression) implements PathMatch {

        @Override
        public boolean takes(String requested) {
            return expression.compile().matches(requested);
        }

        @Override
        public String toString() {
            return "path = /" + expression.source() + "/";
        }
    }

    private static void checkSlash(String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("path: \"" + path + "\" (expected: a path that begins with \"/\")");
        }
    }
}
