package dev.weft.mesh.rules;

import dev.weft.mesh.model.HeaderFields;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Changes to a message's header fields. Names are case-insensitive.
 *
 * @param set replaces every value of the field
 * @param add adds a value to those that are there
 * @param remove drops the field
 */
public record HeaderEdits(Map<String, String> set, Map<String, String> add, Set<String> remove) {

    /** No change. */
    public static final HeaderEdits NONE = new HeaderEdits(Map.of(), Map.of(), Set.of());

    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}");
    private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e\\x80-\\xff]{0,4096}");
    private static final List<String> RESERVED =
            List.of("mesh-", "host", "content-length", "transfer-encoding", "connection");

    public HeaderEdits {
        set = Map.copyOf(set);
        add = Map.copyOf(add);
        remove = Set.copyOf(remove);
        set.forEach(HeaderEdits::check);
        add.forEach(HeaderEdits::check);
        remove.forEach(HeaderEdits::checkName);
    }

    private static void check(String name, String value) {
        checkName(name);
        if (!VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "value of header " + name + " (expected: at most 4096 printable characters)");
        }
    }

    private static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("header name: \"" + name + "\" (expected: letters, digits and hyphens)");
        }
        for (String reserved : RESERVED) {
            boolean prefix = reserved.endsWith("-");
            if (prefix
                    ? name.regionMatches(true, 0, reserved, 0, reserved.length())
                    : name.equalsIgnoreCase(reserved)) {
                throw new IllegalArgumentException(
                        "header " + name + " (expected: none that belongs to the mesh or to the connection)");
            }
        }
    }

    /** Makes the changes. */
    public void applyTo(HeaderFields fields) {
        set.forEach(fields::set);
        add.forEach(fields::add);
        remove.forEach(fields::remove);
    }

    public boolean isEmpty() {
        return set.isEmpty() && add.isEmpty() && remove.isEmpty();
    }
}
