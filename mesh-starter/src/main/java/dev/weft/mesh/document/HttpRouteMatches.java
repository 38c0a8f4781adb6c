package dev.weft.mesh.document;

import dev.weft.mesh.rules.Expression;
import dev.weft.mesh.rules.FieldMatch;
import dev.weft.mesh.rules.PathMatch;
import dev.weft.mesh.rules.RequestMatch;
import dev.weft.mesh.rules.ValueMatch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the conditions of an HTTPRoute's rule. */
final class HttpRouteMatches {

    private static final int MAX_FIELDS = 16;
    private static final int MAX_PATH = 1_024;
    private static final String EXACT = "Exact";
    private static final String PREFIX = "PathPrefix";
    private static final String REGEX = "RegularExpression";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,256}");

    /** As the Gateway API's own schema has it. */
    private static final Pattern PATH = Pattern.compile(
            "(?!.*(//|/\\./|/\\.\\./|%2[fF]))(?!.*/\\.{1,2}$)/([-A-Za-z0-9/._~!$&'()*+,;=:@]|%[0-9a-fA-F]{2})*");

    private static final String PATH_EXPECTED = "a path from \"/\" on, without //, /./, /../ or an encoded slash";

    private HttpRouteMatches() {}

    static RequestMatch read(Value match) {
        match.only("path", "headers", "queryParams", "method");
        List<FieldMatch> fields = new ArrayList<>(fields(match, "headers", FieldMatch.Kind.HEADER));
        fields.addAll(fields(match, "queryParams", FieldMatch.Kind.QUERY));
        Value method = match.find("method");
        return match.make(() -> RequestMatch.ANY
                .withPath(pathMatch(match.find("path")))
                .withFields(fields)
                .withMethod(
                        method == null
                                ? null
                                : method.oneOf(
                                        "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE",
                                        "PATCH")));
    }

    private static PathMatch pathMatch(@Nullable Value path) {
        if (path == null) {
            return PathMatch.ANY;
        }
        path.only("type", "value");
        Value type = path.find("type");
        Value value = path.find("value");
        String how = type == null ? PREFIX : type.oneOf(EXACT, PREFIX, REGEX);
        if (value == null) {
            return how.equals(EXACT) ? new PathMatch.Exact("/") : PathMatch.ANY;
        }
        if (how.equals(REGEX)) {
            return new PathMatch.Regex(value.make(() -> new Expression(value.text())));
        }
        String text = path(value);
        return how.equals(EXACT) ? new PathMatch.Exact(text) : new PathMatch.Prefix(text);
    }

    /** A path as it may stand in a request, at most 1,024 characters. */
    static String path(Value value) {
        String text = value.text();
        if (text.length() > MAX_PATH) {
            throw value.refuse("a path of " + text.length() + " characters", "at most " + MAX_PATH);
        }
        return value.matching(PATH, PATH_EXPECTED);
    }

    private static List<FieldMatch> fields(Value match, String key, FieldMatch.Kind kind) {
        List<FieldMatch> fields = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Value field : match.list(key, MAX_FIELDS)) {
            field.only("type", "name", "value");
            Value name = field.get("name");
            String its = name.matching(NAME, "1 to 256 letters, digits or hyphens");
            if (!names.add(kind == FieldMatch.Kind.HEADER ? its.toLowerCase(Locale.ROOT) : its)) {
                throw name.refuse(Shown.quoted(its) + " a second time", "each name once");
            }
            fields.add(new FieldMatch(kind, its, value(field)));
        }
        return fields;
    }

    private static ValueMatch value(Value field) {
        Value type = field.find("type");
        Value value = field.get("value");
        if (type != null && type.oneOf(EXACT, REGEX).equals(REGEX)) {
            return new ValueMatch.Regex(value.make(() -> new Expression(value.text())));
        }
        return new ValueMatch.Exact(value.text());
    }
}
