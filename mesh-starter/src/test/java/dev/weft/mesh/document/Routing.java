package dev.weft.mesh.document;

import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.HeaderFields;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.Choice;
import dev.weft.mesh.rules.CompiledRules;
import dev.weft.mesh.rules.Route;
import dev.weft.mesh.rules.RouteTarget;
import dev.weft.mesh.rules.ServiceRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Documents in, requests in, decisions out. */
final class Routing {

    private static final ServiceName SELF = ServiceName.of("caller");

    private final CompiledRules rules;

    private Routing(List<Route> routes) {
        this.rules =
                CompiledRules.of(ServiceRules.defaults().withRoutes(routes), SELF, new SplittableRandom(routes.size()));
    }

    /** As the caller of a service goes by the text; it has every service whose name begins otherwise than "non". */
    static Routing toService(String text, String service) {
        return new Routing(toService(read(text), ServiceName.of(service)));
    }

    /** The routes for callers of a service. */
    static List<Route> toService(HttpRoutes routes, ServiceName service) {
        return AttachedRoutes.merge(List.of(routes.services()))
                .get(service)
                .rules()
                .routes();
    }

    /** As a gateway goes by the text. */
    static Routing atGateway(String text, String gateway) {
        return new Routing(read(text).gateways().get(gateway));
    }

    static HttpRoutes read(String text) {
        return HttpRoutes.read("routes.yaml", text, service -> !service.value().startsWith("non"))
                .orThrow();
    }

    /**
     * A request.
     *
     * @param line method and target, as {@code GET /a?b=c}
     * @param headers as {@code name: value}
     */
    static CallRequest request(String line, String... headers) {
        return request(0, line, headers);
    }

    static CallRequest request(int port, String line, String... headers) {
        String[] words = line.split(" ");
        int query = words[1].indexOf('?');
        Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String header : headers) {
            fields.putIfAbsent(header.split(": ?")[0], header.split(": ?", 2)[1]);
        }
        return new CallRequest(
                ServiceName.of("echo"),
                "http",
                port,
                words[0],
                query < 0 ? words[1] : words[1].substring(0, query),
                query < 0 ? null : words[1].substring(query + 1),
                fields::get,
                true,
                false,
                null,
                null,
                null,
                null,
                null);
    }

    Choice choose(CallRequest request) {
        return rules.choose(request);
    }

    /** Who gets it, or the status that answers it. */
    String to(String line, String... headers) {
        return to(request(line, headers));
    }

    String to(CallRequest request) {
        Choice choice = choose(request);
        RouteTarget target = choice.target();
        if (target == null) {
            return choice.destination() == Choice.NOWHERE ? "404" : "itself";
        }
        if (target.problem() != null) {
            return "500";
        }
        return target.service() == null ? "itself" : target.service().value();
    }

    /** What the request's fields are when it is sent. */
    Fields sent(String line, String... headers) {
        Fields fields = new Fields(headers);
        Choice choice = choose(request(line, headers));
        choice.editRequest(fields, choice.target());
        return fields;
    }

    /** What the response's fields are when it is handed on. */
    Fields answered(String line, String... responseHeaders) {
        Fields fields = new Fields(responseHeaders);
        Choice choice = choose(request(line));
        choice.editResponse(fields, choice.target());
        return fields;
    }

    /** How many of so many requests each gets. */
    Map<String, Integer> hits(int requests, String line) {
        Map<String, Integer> hits = new TreeMap<>();
        for (int i = 0; i < requests; i++) {
            hits.merge(to(line), 1, Integer::sum);
        }
        return hits;
    }

    /** Header fields, of which each may have several values. */
    static final class Fields implements HeaderFields {

        private final Map<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

        Fields(String... headers) {
            for (String header : headers) {
                add(header.split(": ?")[0], header.split(": ?", 2)[1]);
            }
        }

        @Override
        public void set(String name, String value) {
            values.put(name, new ArrayList<>(List.of(value)));
        }

        @Override
        public void add(String name, String value) {
            values.computeIfAbsent(name, its -> new ArrayList<>()).add(value);
        }

        @Override
        public void remove(String name) {
            values.remove(name);
        }

        /** The values, joined as a proxy may join them; null if there are none. */
        String get(String name) {
            List<String> its = values.get(name);
            return its == null ? null : String.join(",", its);
        }
    }
}
