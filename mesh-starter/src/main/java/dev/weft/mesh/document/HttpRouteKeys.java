package dev.weft.mesh.document;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The keys of an HTTPRoute that are understood here, as paths. A route with any other is refused, so that whoever teaches
 * the readers a key has to name it here: older versions are not sent what they don't name.
 */
final class HttpRouteKeys {

    private static final String SPEC = "HTTPRoute.spec";

    private static final SortedSet<String> ALL = Collections.unmodifiableSortedSet(paths());

    private HttpRouteKeys() {}

    static SortedSet<String> all() {
        return ALL;
    }

    /** The paths that a route has written. */
    static SortedSet<String> of(Manifest route) {
        SortedSet<String> written = new TreeSet<>();
        collect(route.spec(), SPEC, written);
        return written;
    }

    /** Refuses a route that has more than is named here. */
    static void check(Manifest route) {
        for (String path : of(route)) {
            if (!ALL.contains(path)) {
                throw route.value().refuse(path, "keys that are supported");
            }
        }
    }

    private static void collect(Value value, String path, SortedSet<String> paths) {
        paths.add(path);
        if (value.isMapping()) {
            value.entries().forEach((key, its) -> collect(its, path + "." + key, paths));
        } else if (value.isList()) {
            value.items(Documents.MAX_VALUES).forEach(item -> collect(item, path, paths));
        }
    }

    private static SortedSet<String> paths() {
        SortedSet<String> paths = new TreeSet<>();
        add(paths, "", "hostnames", "parentRefs", "rules");
        add(paths, ".parentRefs", "group", "kind", "name", "namespace", "sectionName", "port");
        add(paths, ".rules", "name", "matches", "filters", "backendRefs", "timeouts", "retry");
        add(paths, ".rules.matches", "path", "headers", "queryParams", "method");
        add(paths, ".rules.matches.path", "type", "value");
        add(paths, ".rules.matches.headers", "type", "name", "value");
        add(paths, ".rules.matches.queryParams", "type", "name", "value");
        addFilters(paths, ".rules.filters");
        add(paths, ".rules.backendRefs", "group", "kind", "name", "namespace", "port", "weight", "filters");
        addEdits(paths, ".rules.backendRefs.filters");
        add(paths, ".rules.timeouts", "request", "backendRequest");
        add(paths, ".rules.retry", "codes", "attempts", "backoff");
        return paths;
    }

    private static void addFilters(SortedSet<String> paths, String filters) {
        addEdits(paths, filters);
        add(paths, filters, "urlRewrite", "requestRedirect", "requestMirror");
        add(paths, filters + ".urlRewrite", "hostname", "path");
        addPath(paths, filters + ".urlRewrite.path");
        add(paths, filters + ".requestRedirect", "scheme", "hostname", "path", "port", "statusCode");
        addPath(paths, filters + ".requestRedirect.path");
        add(paths, filters + ".requestMirror", "backendRef", "percent", "fraction");
        add(paths, filters + ".requestMirror.backendRef", "group", "kind", "name", "namespace", "port");
        add(paths, filters + ".requestMirror.fraction", "numerator", "denominator");
    }

    private static void addEdits(SortedSet<String> paths, String filters) {
        add(paths, filters, "type", "requestHeaderModifier", "responseHeaderModifier");
        for (String modifier : new String[] {".requestHeaderModifier", ".responseHeaderModifier"}) {
            add(paths, filters + modifier, "set", "add", "remove");
            add(paths, filters + modifier + ".set", "name", "value");
            add(paths, filters + modifier + ".add", "name", "value");
        }
    }

    private static void addPath(SortedSet<String> paths, String path) {
        add(paths, path, "type", "replaceFullPath", "replacePrefixMatch");
    }

    private static void add(SortedSet<String> paths, String below, String... keys) {
        paths.add(SPEC + below);
        for (String key : keys) {
            paths.add(SPEC + below + "." + key);
        }
    }
}
