package dev.weft.mesh.actuate;

import dev.weft.mesh.control.StoreRules;
import dev.weft.mesh.control.StoreVersion;
import dev.weft.mesh.control.WatchStream;
import dev.weft.mesh.control.Withheld;
import dev.weft.mesh.model.ServiceName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The registry's stream.
 *
 * @param peer whose stream is open, or null: then endpoints are polled, and rules stay as they are
 * @param connectedSince or null
 * @param settled whether the registry knows everybody who is there, or null
 * @param services of which streams have said something
 */
public record StreamView(
        @Nullable String peer,
        @Nullable Instant connectedSince,
        @Nullable Boolean settled,
        List<ServiceView> services) {

    /** Where the view comes from. */
    @FunctionalInterface
    public interface Source {

        /** The stream as it is, or null where there is none. */
        @Nullable
        StreamView now();
    }

    /**
     * One service.
     *
     * @param endpoints version of what is known of them, or null if nothing is
     * @param applied what is in force of the store's rules, or null if nothing ever was
     * @param refused what came since and is not in force, or null
     * @param withheld parts that the registry keeps back
     */
    public record ServiceView(
            String service,
            @Nullable String endpoints,
            @Nullable StoreVersion applied,
            StoreRules.@Nullable Refusal refused,
            List<Withheld> withheld) {}

    /** The stream, and what it has brought. */
    public static StreamView of(WatchStream stream, StoreRules rules) {
        Map<ServiceName, String> endpoints = stream.endpoints();
        Map<ServiceName, StoreRules.Standing> standings = rules.standings();
        Set<ServiceName> services = new TreeSet<>(endpoints.keySet());
        services.addAll(standings.keySet());
        WatchStream.Connected connected = stream.connected();
        return new StreamView(
                connected == null ? null : connected.peer(),
                connected == null ? null : connected.since(),
                connected == null ? null : connected.settled(),
                services.stream()
                        .map(service -> view(service, endpoints.get(service), standings.get(service)))
                        .toList());
    }

    private static ServiceView view(
            ServiceName service, @Nullable String endpoints, StoreRules.@Nullable Standing standing) {
        return new ServiceView(
                service.value(),
                endpoints,
                standing == null ? null : standing.applied(),
                standing == null ? null : standing.refused(),
                standing == null ? List.of() : standing.withheld());
    }
}
