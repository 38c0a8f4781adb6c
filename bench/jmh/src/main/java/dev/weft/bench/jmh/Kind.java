package dev.weft.bench.jmh;

import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.Headers;
import dev.weft.mesh.rules.Expression;
import dev.weft.mesh.rules.FieldMatch;
import dev.weft.mesh.rules.PathMatch;
import dev.weft.mesh.rules.RequestMatch;
import dev.weft.mesh.rules.ValueMatch;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Kinds of routes, each with the request that the i-th of its kind takes. */
public enum Kind {
    /** One path each. */
    EXACT {
        @Override
        RequestMatch match(int i) {
            return RequestMatch.ANY.withPath(new PathMatch.Exact("/shop/" + i + "/items"));
        }

        @Override
        CallRequest request(int i) {
            return get("/shop/" + i + "/items", BROWSER);
        }
    },
    /** What is below one path each. */
    PREFIX {
        @Override
        RequestMatch match(int i) {
            return RequestMatch.ANY.withPath(new PathMatch.Prefix("/area/" + i));
        }

        @Override
        CallRequest request(int i) {
            return get("/area/" + i + "/items/7", BROWSER);
        }
    },
    /** One value of the same header each, with a method: what a route for each tenant comes to. */
    HEADER {
        @Override
        RequestMatch match(int i) {
            FieldMatch tenant = new FieldMatch(FieldMatch.Kind.HEADER, "x-tenant", new ValueMatch.Exact("tenant-" + i));
            return RequestMatch.ANY.withMethod("GET").withFields(List.of(tenant));
        }

        @Override
        CallRequest request(int i) {
            Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            fields.putAll(FIELDS);
            fields.put("X-Tenant", "tenant-" + i);
            return get("/pet/123/details", fields::get);
        }
    },
    /** One regular expression each. */
    REGEX {
        @Override
        RequestMatch match(int i) {
            return RequestMatch.ANY.withPath(
                    new PathMatch.Regex(new Expression("/book-" + i + "/[0-9]+/(pages|notes)")));
        }

        @Override
        CallRequest request(int i) {
            return get("/book-" + i + "/123/notes", BROWSER);
        }
    },
    /** Four in ten exact, three prefixes, two headers, one regular expression. */
    MIXED {
        @Override
        Kind of(int i) {
            int part = i % 10;
            return part < 4 ? EXACT : part < 7 ? PREFIX : part < 9 ? HEADER : REGEX;
        }

        @Override
        RequestMatch match(int i) {
            return of(i).match(i);
        }

        @Override
        CallRequest request(int i) {
            return of(i).request(i);
        }
    };

    private static final Map<String, String> FIELDS = fields();

    /** What a request has that comes from a browser. */
    private static final Headers BROWSER = FIELDS::get;

    abstract RequestMatch match(int i);

    abstract CallRequest request(int i);

    /** The kind of the i-th route. */
    Kind of(int i) {
        return this;
    }

    private static CallRequest get(String path, Headers headers) {
        return CallRequest.of(RoutingBenchmark.SERVICE, "GET", path).withHeaders(headers);
    }

    private static Map<String, String> fields() {
        Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        fields.put("Host", "petdetails");
        fields.put("User-Agent", "Mozilla/5.0");
        fields.put("Accept", "application/json");
        fields.put("Accept-Language", "en");
        fields.put("Cookie", "session=0123456789abcdef; group=staff");
        fields.put("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        return fields;
    }
}
