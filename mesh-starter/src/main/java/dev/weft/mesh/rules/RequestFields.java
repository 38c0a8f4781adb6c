package dev.weft.mesh.rules;

import dev.weft.mesh.model.CallRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Finds named values in a request. */
final class RequestFields {

    private RequestFields() {}

    /** The first value of this name, or null. */
    static @Nullable String first(CallRequest request, FieldMatch.Kind kind, String name) {
        return switch (kind) {
            case HEADER -> request.headers().first(name);
            case COOKIE -> cookie(request.headers().first("Cookie"), name);
            case QUERY -> query(request.query(), name);
        };
    }

    private static @Nullable String cookie(@Nullable String cookies, String name) {
        if (cookies == null) {
            return null;
        }
        int at = 0;
        while (at < cookies.length()) {
            int end = end(cookies, ';', at);
            while (at < end && cookies.charAt(at) == ' ') {
                at++;
            }
            if (isNamed(cookies, at, end, name)) {
                return unquoted(cookies.substring(at + name.length() + 1, end).strip());
            }
            at = end + 1;
        }
        return null;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private static @Nullable String query(@Nullable String query, String name) {
        if (query == null) {
            return null;
        }
        int at = 0;
        while (at <= query.length()) {
            int end = end(query, '&', at);
            if (isNamed(query, at, end, name)) {
                return decoded(query.substring(at + name.length() + 1, end));
            }
            int equals = query.indexOf('=', at);
            int nameEnd = equals < 0 || equals > end ? end : equals;
            if (isEncoded(query, at, nameEnd) && name.equals(decoded(query.substring(at, nameEnd)))) {
                return nameEnd == end ? "" : decoded(query.substring(nameEnd + 1, end));
            }
            if (nameEnd == end && end - at == name.length() && query.startsWith(name, at)) {
                return "";
            }
            at = end + 1;
        }
        return null;
    }

    private static int end(String text, char separator, int from) {
        int end = text.indexOf(separator, from);
        return end < 0 ? text.length() : end;
    }

    private static boolean isNamed(String text, int at, int end, String name) {
        return end - at > name.length() && text.startsWith(name, at) && text.charAt(at + name.length()) == '=';
    }

    private static boolean isEncoded(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) == '%' || text.charAt(i) == '+') {
                return true;
            }
        }
        return false;
    }

    private static String decoded(String text) {
        if (!isEncoded(text, 0, text.length())) {
            return text;
        }
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // What is not encoded as it should be is taken as it stands.
            return text;
        }
    }
}
