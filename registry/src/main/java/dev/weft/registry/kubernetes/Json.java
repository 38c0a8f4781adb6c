package dev.weft.registry.kubernetes;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parts of objects that somebody else has written: what is missing, null or of another kind is not there. */
final class Json {

    private Json() {}

    static Map<String, Object> map(@Nullable Object value) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> its) {
            its.forEach((key, one) -> {
                if (one != null) {
                    map.put(String.valueOf(key), one);
                }
            });
        }
        return map;
    }

    static List<Map<String, Object>> maps(@Nullable Object value) {
        return value instanceof List<?> list ? list.stream().map(Json::map).toList() : List.of();
    }
}
