package dev.weft.mesh.document;

import dev.weft.mesh.rules.Actions;
import dev.weft.mesh.rules.HeaderEdits;
import dev.weft.mesh.rules.Mirror;
import dev.weft.mesh.rules.PathRewrite;
import dev.weft.mesh.rules.Redirect;
import dev.weft.mesh.rules.Rewrite;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads the filters of an HTTPRoute's rule. */
final class HttpRouteFilters {

    private static final String REQUEST = "RequestHeaderModifier";
    private static final String RESPONSE = "ResponseHeaderModifier";
    private static final String REWRITE = "URLRewrite";
    private static final String REDIRECT = "RequestRedirect";
    private static final String MIRROR = "RequestMirror";
    private static final int MAX_EDITS = 16;
    private static final int MAX_PORT = 65_535;
    private static final int FOUND = 302;

    private HttpRouteFilters() {}

    /** The filters of a rule. */
    static Actions read(List<Value> filters, HttpRouteBackends backends) {
        Actions actions = Actions.NONE;
        Set<String> types = new HashSet<>();
        for (Value filter : filters) {
            String type = type(filter, types, REQUEST, RESPONSE, REWRITE, REDIRECT, MIRROR);
            Value its = settings(filter, type);
            Actions before = actions;
            actions = filter.make(() -> switch (type) {
                case REQUEST -> before.withRequest(edits(its));
                case RESPONSE -> before.withResponse(edits(its));
                case REWRITE -> before.withRewrite(rewrite(its));
                case REDIRECT -> before.withRedirect(redirect(its));
                default -> before.withMirrors(with(before.mirrors(), backends.mirror(its)));
            });
        }
        return actions;
    }

    /** The filters of a destination: only the fields can be changed there. */
    static Actions ofBackend(List<Value> filters) {
        Actions actions = Actions.NONE;
        Set<String> types = new HashSet<>();
        for (Value filter : filters) {
            String type = type(filter, types, REQUEST, RESPONSE);
            HeaderEdits edits = edits(settings(filter, type));
            actions = type.equals(REQUEST) ? actions.withRequest(edits) : actions.withResponse(edits);
        }
        return actions;
    }

    private static String type(Value filter, Set<String> types, String... supported) {
        Value value = filter.get("type");
        String type = value.oneOf(supported);
        if (!types.add(type) && !type.equals(MIRROR)) {
            throw value.refuse(type + " a second time", "one in a rule");
        }
        return type;
    }

    /** What is set for a type stands under its name, as in {@code type: URLRewrite, urlRewrite: ...}. */
    private static Value settings(Value filter, String type) {
        String key =
                type.equals(REWRITE) ? "urlRewrite" : type.substring(0, 1).toLowerCase(Locale.ROOT) + type.substring(1);
        return filter.only("type", key).get(key);
    }

    private static HeaderEdits edits(Value edits) {
        edits.only("set", "add", "remove");
        Set<String> removed = new HashSet<>();
        for (Value name : edits.list("remove", MAX_EDITS)) {
            removed.add(name.text());
            checked(name, () -> new HeaderEdits(Map.of(), Map.of(), Set.of(name.text())));
        }
        Map<String, String> set = fields(edits, "set");
        Map<String, String> added = fields(edits, "add");
        return edits.make(() -> new HeaderEdits(set, added, removed));
    }

    private static Map<String, String> fields(Value edits, String key) {
        Map<String, String> fields = new LinkedHashMap<>();
        Set<String> names = new HashSet<>();
        for (Value field : edits.list(key, MAX_EDITS)) {
            Value name = field.only("name", "value").get("name");
            String value = field.get("value").text();
            checked(field, () -> new HeaderEdits(Map.of(name.text(), value), Map.of(), Set.of()));
            fields.put(name.text(), value);
            if (!names.add(name.text().toLowerCase(Locale.ROOT))) {
                throw name.refuse(Shown.quoted(name.text()) + " a second time", "each name once");
            }
        }
        return fields;
    }

    /** Each by itself, so that the one that is to blame is named. */
    private static void checked(Value at, Supplier<HeaderEdits> edit) {
        at.make(edit);
    }

    private static Rewrite rewrite(Value rewrite) {
        rewrite.only("hostname", "path");
        return new Rewrite(host(rewrite), path(rewrite.find("path")));
    }

    private static Redirect redirect(Value redirect) {
        redirect.only("scheme", "hostname", "path", "port", "statusCode");
        Value scheme = redirect.find("scheme");
        Value port = redirect.find("port");
        Value status = redirect.find("statusCode");
        return new Redirect(
                scheme == null ? null : scheme.oneOf("http", "https"),
                host(redirect),
                port == null ? 0 : port.number(1, MAX_PORT),
                path(redirect.find("path")),
                status == null ? FOUND : status.number(300, 399));
    }

    private static @Nullable String host(Value of) {
        Value hostname = of.find("hostname");
        if (hostname == null) {
            return null;
        }
        String host = hostname.matching(Listeners.HOST, Listeners.HOST_EXPECTED);
        if (host.startsWith("*")) {
            throw hostname.refuse(Shown.quoted(host), "a host name without a wildcard");
        }
        return host;
    }

    private static @Nullable PathRewrite path(@Nullable Value path) {
        if (path == null) {
            return null;
        }
        String type = path.get("type").oneOf("ReplaceFullPath", "ReplacePrefixMatch");
        if (type.equals("ReplaceFullPath")) {
            return new PathRewrite.Full(
                    HttpRouteMatches.path(path.only("type", "replaceFullPath").get("replaceFullPath")));
        }
        Value prefix = path.only("type", "replacePrefixMatch").get("replacePrefixMatch");
        return new PathRewrite.ReplacePrefix(prefix.text().isEmpty() ? "" : HttpRouteMatches.path(prefix));
    }

    private static List<Mirror> with(List<Mirror> mirrors, Mirror another) {
        List<Mirror> all = new ArrayList<>(mirrors);
        all.add(another);
        return all;
    }
}
