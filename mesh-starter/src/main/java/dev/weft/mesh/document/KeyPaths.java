package dev.weft.mesh.document;

import dev.weft.mesh.document.service.PropertyTypes;
import dev.weft.mesh.document.service.RuleProperties;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.springframework.core.ResolvableType;

/**
 * The keys that rules may have, as paths: {@code routes.match.headers}, and of an HTTPRoute {@code
 * HTTPRoute.spec.rules.matches.headers}. Places in lists and names that people choose are left out. Made from what the
 * readers themselves go by, so that no key is forgotten.
 */
public final class KeyPaths {

    private static final SortedSet<String> ALL = paths();

    private KeyPaths() {}

    /** Every path that this version understands. */
    public static SortedSet<String> all() {
        return ALL;
    }

    private static SortedSet<String> paths() {
        SortedSet<String> paths = new TreeSet<>(HttpRouteKeys.all());
        below("", ResolvableType.forClass(RuleProperties.class), paths);
        return Collections.unmodifiableSortedSet(paths);
    }

    private static void below(String prefix, ResolvableType type, SortedSet<String> paths) {
        if (PropertyTypes.isList(type)) {
            below(prefix, type.getGeneric(0), paths);
        } else if (PropertyTypes.isMap(type)) {
            below(prefix, type.getGeneric(1), paths);
        } else if (PropertyTypes.isBean(type)) {
            PropertyTypes.properties(type).forEach((name, property) -> {
                String path = prefix.isEmpty() ? name : prefix + "." + name;
                paths.add(path);
                below(path, property, paths);
            });
        }
    }
}
