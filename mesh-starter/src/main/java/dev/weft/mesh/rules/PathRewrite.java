package dev.weft.mesh.rules;

/** A change to a path. */
public sealed interface PathRewrite {

    /** The path that comes of it; {@code matched} is the prefix that the rule has matched. */
    String apply(String path, String matched);

    /**
     * This path instead.
     *
     * @param path begins with a slash
     */
    record Full(String path) implements PathRewrite {

        public Full {
            HttpText.checkPath("path", path);
        }

        @Override
        public String apply(String was, String matched) {
            return path;
        }
    }

    /**
     * This in place of the matched prefix; what follows it stays.
     *
     * @param prefix begins with a slash, or may be empty, or "/", to drop the matched one
     */
    record ReplacePrefix(String prefix) implements PathRewrite {

        public ReplacePrefix {
            if (!prefix.isEmpty()) {
                HttpText.checkPath("path-prefix", prefix);
            }
        }

        @Override
        public String apply(String was, String matched) {
            String rest = matched.equals("/") ? was : was.substring(Math.min(matched.length(), was.length()));
            String begin = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
            String joined = rest.isEmpty() || rest.startsWith("/") ? begin + rest : begin + "/" + rest;
            return joined.isEmpty() ? "/" : joined;
        }
    }
}
