package dev.weft.mesh.rules;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What may stand in the messages that rules change: each check refuses what HTTP itself would, and what isn't theirs. */
final class HttpText {

    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}");
    private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e\\x80-\\xff]{0,4096}");
    private static final Pattern PATH = Pattern.compile("/[\\x21-\\x7e&&[^?#]]{0,1023}");
    private static final Pattern HOST = Pattern.compile(
            "(?=.{1,253}$)[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?)*");
    private static final Set<String> RESERVED = Set.of(
            "host",
            "content-length",
            "transfer-encoding",
            "connection",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "upgrade");

    private HttpText() {}

    static boolean isToken(String text) {
        return TOKEN.matcher(text).matches();
    }

    /** The name of a header. */
    static void checkName(String name) {
        if (!isToken(name)) {
            throw new IllegalArgumentException("header name: \"" + name + "\" (expected: letters, digits and hyphens)");
        }
    }

    /** A header that rules may change, and what they put there. */
    static void checkField(String name, String value) {
        checkChangeable(name);
        if (!VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "value of header " + name + " (expected: at most 4096 printable characters)");
        }
    }

    /** The name of a header that rules may change. */
    static void checkChangeable(String name) {
        checkName(name);
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.startsWith("mesh-") || RESERVED.contains(lower)) {
            throw new IllegalArgumentException(
                    "header " + name + " (expected: none that belongs to the mesh or to the connection)");
        }
    }

    /** Names of headers, for which case doesn't matter. */
    static void checkOnce(Collection<String> names) {
        Set<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : List.copyOf(names)) {
            if (!seen.add(name)) {
                throw new IllegalArgumentException(
                        "header " + name + " a second time in other case (expected: each name once)");
            }
        }
    }

    /** A path for the request line. */
    static void checkPath(String key, String path) {
        if (!PATH.matcher(path).matches()) {
            throw new IllegalArgumentException(key + ": \"" + path + "\" (expected: a path that begins with \"/\", at"
                    + " most 1024 characters, without query, spaces and what has to be encoded)");
        }
    }

    /** A host by its name alone. */
    static void checkHost(String host) {
        if (!HOST.matcher(host).matches()) {
            throw new IllegalArgumentException(
                    "host: \"" + host + "\" (expected: a host name, without port and wildcard)");
        }
    }
}
