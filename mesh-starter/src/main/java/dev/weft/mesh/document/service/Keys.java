package dev.weft.mesh.document.service;

import dev.weft.mesh.rules.FieldMatch;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The one value that is named for requests to stay together by. */
record Key(FieldMatch.Kind kind, String name) {

    static Key of(KeyProperties from) {
        Map<FieldMatch.Kind, String> given = new LinkedHashMap<>();
        given.put(FieldMatch.Kind.HEADER, from.getHeader());
        given.put(FieldMatch.Kind.COOKIE, from.getCookie());
        given.put(FieldMatch.Kind.QUERY, from.getQuery());
        given.values().removeIf(Objects::isNull);
        if (given.size() != 1) {
            String by = given.keySet().stream().map(FieldMatch.Kind::words).collect(Collectors.joining(" and by "));
            throw new IllegalArgumentException(given.size() + " keys" + (by.isEmpty() ? "" : ", by " + by)
                    + " (expected: one of header, cookie and query)");
        }
        Map.Entry<FieldMatch.Kind, String> key = given.entrySet().iterator().next();
        return new Key(key.getKey(), key.getValue());
    }
}
