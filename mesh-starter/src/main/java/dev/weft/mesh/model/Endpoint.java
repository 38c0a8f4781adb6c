package dev.weft.mesh.model;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One instance of a service, as its source describes it. Immutable; two descriptions with the same {@link #key} are the
 * same endpoint at different times.
 *
 * @param id the instance id, unique within its service
 * @param host address or host name that is dialled
 * @param port port that is dialled, 1 to 65535
 * @param secure whether the port speaks TLS
 * @param status only {@link Status#UP} endpoints are sent traffic
 * @param zone where it runs, or null when unknown
 * @param version what it runs, or null when unknown
 * @param weight relative share of the load, at least 0; an endpoint of weight 0 is never chosen by the balancer
 * @param priority failover level, 0 first
 * @param metadata whatever else its source says of it
 */
public record Endpoint(
        String id,
        String host,
        int port,
        boolean secure,
        Status status,
        @Nullable String zone,
        @Nullable String version,
        int weight,
        int priority,
        Map<String, String> metadata) {

    /** The most that a weight may be (Gateway API). */
    public static final int MAX_WEIGHT = 1_000_000;

    /** A name or an IPv4 address, or else an IPv6 address. */
    private static final Pattern HOST = Pattern.compile("[\\w.-]+|[0-9a-fA-F]*:[0-9a-fA-F.]*:[0-9a-fA-F:.]*(%\\w+)?");

    public Endpoint {
        if (id.isBlank()) {
            throw new IllegalArgumentException("endpoint at \"" + host + "\" (expected: an id)");
        }
        if (!HOST.matcher(host).matches()) {
            throw new IllegalArgumentException("host of " + id + ": \"" + host
                    + "\" (expected: a host name or an address, without scheme and port)");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port of " + id + ": " + port + " (expected: 1 to 65535)");
        }
        if (weight < 0 || weight > MAX_WEIGHT) {
            throw new IllegalArgumentException(
                    "weight of " + id + ": " + weight + " (expected: 0 to " + MAX_WEIGHT + ")");
        }
        if (priority < 0) {
            throw new IllegalArgumentException("priority of " + id + ": " + priority + " (expected: at least 0)");
        }
        metadata = Map.copyOf(metadata);
    }

    /** An endpoint that is up, with weight 1 and nothing else known of it. */
    public static Endpoint of(String id, String host, int port) {
        return new Endpoint(id, host, port, false, Status.UP, null, null, 1, 0, Map.of());
    }

    /** What the endpoint's runtime state hangs on: it survives a change of status, weight or metadata. */
    public Key key() {
        return new Key(id, host, port);
    }

    /** Host and port as dialled. */
    public String address() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }

    /**
     * The value of a label by which rules select endpoints: {@code version} and {@code zone} are labels as well as
     * metadata.
     */
    public @Nullable String label(String name) {
        return switch (name) {
            case "version" -> version;
            case "zone" -> zone;
            default -> metadata.get(name);
        };
    }

    public Endpoint withHost(String newHost) {
        return new Endpoint(id, newHost, port, secure, status, zone, version, weight, priority, metadata);
    }

    public Endpoint withStatus(Status newStatus) {
        return new Endpoint(id, host, port, secure, newStatus, zone, version, weight, priority, metadata);
    }

    public Endpoint withSecure(boolean newSecure) {
        return new Endpoint(id, host, port, newSecure, status, zone, version, weight, priority, metadata);
    }

    public Endpoint withZone(@Nullable String newZone) {
        return new Endpoint(id, host, port, secure, status, newZone, version, weight, priority, metadata);
    }

    public Endpoint withVersion(@Nullable String newVersion) {
        return new Endpoint(id, host, port, secure, status, zone, newVersion, weight, priority, metadata);
    }

    public Endpoint withWeight(int newWeight) {
        return new Endpoint(id, host, port, secure, status, zone, version, newWeight, priority, metadata);
    }

    public Endpoint withPriority(int newPriority) {
        return new Endpoint(id, host, port, secure, status, zone, version, weight, newPriority, metadata);
    }

    /** The identity of an endpoint over time. */
    public record Key(String id, String host, int port) {}

    /** What the instance, or its operator, says of its readiness. */
    public enum Status {
        UP,
        STARTING,
        DOWN,
        OUT_OF_SERVICE,
        UNKNOWN
    }
}
