package dev.weft.mesh.document;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the Gateways of a text say about hostnames: a route is served where its own and a listener's meet. A gateway that
 * isn't in the text confines nothing. Everything else in a Gateway is about how it listens, not about rules.
 */
final class Listeners {

    /** A name, or a wildcard for the names below one. */
    static final Pattern HOST =
            Pattern.compile("(?=.{1,253}$)(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

    static final String HOST_EXPECTED = "a host name in lower case, \"*.\" before it for those below it";

    private static final int MAX_LISTENERS = 64;
    private static final int MAX_PORT = 65_535;

    private final Map<String, List<Listener>> byGateway = new HashMap<>();

    private Listeners() {}

    static Listeners of(List<Manifest> manifests) {
        Listeners all = new Listeners();
        manifests.stream()
                .filter(Manifest::isGateway)
                .forEach(gateway -> all.byGateway
                        .computeIfAbsent(key(gateway.namespace(), gateway.name()), key -> new ArrayList<>())
                        .addAll(gateway.spec().list("listeners", MAX_LISTENERS).stream()
                                .map(Listeners::listener)
                                .toList()));
        return all;
    }

    private static Listener listener(Value value) {
        Value hostname = value.find("hostname");
        return new Listener(
                value.get("name").text(),
                value.get("port").number(1, MAX_PORT),
                hostname == null ? null : hostname.matching(HOST, HOST_EXPECTED));
    }

    /**
     * The hosts by which a route is reached at a gateway: none for any, null if it isn't.
     *
     * @param namespace of the gateway
     * @param reference to the gateway
     * @param port of the listener that the reference asks for, or 0
     * @param hosts of the route; none: any
     */
    @Nullable
    Set<String> hosts(String namespace, Value reference, int port, Set<String> hosts) {
        Value section = reference.find("sectionName");
        List<Listener> all = byGateway.get(key(namespace, reference.get("name").text()));
        if (all == null) {
            if (section != null) {
                throw section.refuse("a section of a Gateway that is not in the text", "the Gateway beside its routes");
            }
            return hosts;
        }
        String name = section == null ? null : section.text();
        List<Listener> meant = all.stream()
                .filter(listener -> name == null || listener.name.equals(name))
                .filter(listener -> port == 0 || listener.port == port)
                .toList();
        if (meant.isEmpty()) {
            throw reference.refuse("no such listener", "the name or port of a listener of that Gateway");
        }
        return met(hosts, meant);
    }

    private static @Nullable Set<String> met(Set<String> hosts, List<Listener> listeners) {
        Set<String> met = new HashSet<>();
        for (Listener listener : listeners) {
            String its = listener.hostname;
            if (its == null) {
                return hosts;
            }
            if (hosts.isEmpty()) {
                met.add(its);
            }
            for (String host : hosts) {
                if (covers(its, host)) {
                    met.add(host);
                } else if (covers(host, its)) {
                    met.add(its);
                }
            }
        }
        return met.isEmpty() ? null : Set.copyOf(met);
    }

    /** Whether every name that the one takes is taken by the other. */
    private static boolean covers(String wide, String narrow) {
        return wide.equals(narrow) || wide.startsWith("*.") && narrow.endsWith(wide.substring(1));
    }

    private static String key(String namespace, String name) {
        return namespace + "/" + name;
    }

    private record Listener(String name, int port, @Nullable String hostname) {}
}
