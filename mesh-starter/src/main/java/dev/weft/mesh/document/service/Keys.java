package dev.weft.mesh.document.service;

import dev.weft.mesh.rules.FieldMatch;
import dev.weft.mesh.rules.RequestKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns what requests stay together by, as it is written, into the one key that it must be. */
final class Keys {

    private Keys() {}

    static RequestKey of(KeyProperties from) {
        List<RequestKey> given = new ArrayList<>();
        add(given, FieldMatch.Kind.HEADER, from.getHeader());
        add(given, FieldMatch.Kind.COOKIE, from.getCookie());
        add(given, FieldMatch.Kind.QUERY, from.getQuery());
        if (from.isIdentity()) {
            given.add(new RequestKey.Identity());
        }
        if (given.size() != 1) {
            String by = given.stream().map(key -> "by " + key).collect(Collectors.joining(" and "));
            throw new IllegalArgumentException(given.size() + " keys" + (by.isEmpty() ? "" : ", " + by)
                    + " (expected: one of header, cookie, query and identity)");
        }
        return given.get(0);
    }

    private static void add(List<RequestKey> keys, FieldMatch.Kind kind, @Nullable String name) {
        if (name != null) {
            keys.add(new RequestKey.Field(kind, name));
        }
    }
}
