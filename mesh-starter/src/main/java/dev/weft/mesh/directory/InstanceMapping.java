package dev.weft.mesh.directory;

import com.netflix.appinfo.AmazonInfo;
import com.netflix.appinfo.InstanceInfo;
import com.netflix.appinfo.InstanceInfo.InstanceStatus;
import com.netflix.appinfo.InstanceInfo.PortType;
import dev.weft.mesh.model.Endpoint;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an instance says of itself, as an endpoint. Metadata is whatever anybody wrote into it: it is compared and shown,
 * never evaluated, and what makes no sense is ignored, counted, and said once an instance.
 */
public final class InstanceMapping {

    private static final Logger log = LoggerFactory.getLogger(InstanceMapping.class);

    /** The metadata entries that the mesh itself reads. */
    private static final String ZONE = "zone";

    private static final String VERSION = "version";
    private static final String WEIGHT = "weight";
    private static final String PRIORITY = "priority";

    /** So many instances are remembered as complained about; beyond it nothing more is said. */
    private static final int MOST_COMPLAINTS = 1_000;

    private final AtomicLong ignored = new AtomicLong();
    private final Set<String> complained = ConcurrentHashMap.newKeySet();

    /** How many values of metadata, and instances, were ignored since they make no sense. */
    public long ignored() {
        return ignored.get();
    }

    /** The endpoint, or null if it can't be one. */
    @Nullable
    Endpoint endpoint(InstanceInfo instance) {
        boolean secure = instance.isPortEnabled(PortType.SECURE);
        return endpoint(
                instance.getId(),
                instance.getHostName(),
                secure ? instance.getSecurePort() : instance.getPort(),
                secure,
                status(instance.getStatus()),
                zone(instance),
                instance.getMetadata());
    }

    /**
     * An endpoint from what any registry says of it.
     *
     * @param zone what the registry itself knows of the zone; the metadata's own word comes first
     * @return the endpoint, or null if it can't be one
     */
    public @Nullable Endpoint endpoint(
            @Nullable String id,
            @Nullable String host,
            int port,
            boolean secure,
            Endpoint.Status status,
            @Nullable String zone,
            Map<String, String> metadata) {
        String name = String.valueOf(id);
        try {
            return new Endpoint(
                    id == null ? "" : id,
                    host == null ? "" : host,
                    port,
                    secure,
                    status,
                    metadata.getOrDefault(ZONE, zone),
                    metadata.get(VERSION),
                    number(name, WEIGHT, metadata, 1, Endpoint.MAX_WEIGHT),
                    number(name, PRIORITY, metadata, 0, Integer.MAX_VALUE),
                    metadata);
        } catch (IllegalArgumentException | NullPointerException e) {
            complain(name, "instance", "it has no usable id, host, port or metadata");
            return null;
        }
    }

    private static Endpoint.Status status(InstanceStatus status) {
        return switch (status) {
            case UP -> Endpoint.Status.UP;
            case STARTING -> Endpoint.Status.STARTING;
            case DOWN -> Endpoint.Status.DOWN;
            case OUT_OF_SERVICE -> Endpoint.Status.OUT_OF_SERVICE;
            case UNKNOWN -> Endpoint.Status.UNKNOWN;
        };
    }

    private static @Nullable String zone(InstanceInfo instance) {
        return instance.getDataCenterInfo() instanceof AmazonInfo amazon
                ? amazon.get(AmazonInfo.MetaDataKey.availabilityZone)
                : null;
    }

    private int number(String id, String entry, Map<String, String> metadata, int otherwise, int most) {
        String value = metadata.get(entry);
        if (value == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value.strip());
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Anything may stand there; it is complained about below.
        }
        complain(id, entry, "it is not a number from 0 to " + most);
        return otherwise;
    }

    private void complain(String id, String what, String why) {
        ignored.incrementAndGet();
        if (complained.size() < MOST_COMPLAINTS && complained.add(id + '/' + what)) {
            log.warn("The {} of {} is ignored: {}.", what, Printable.of(id), why);
        }
    }
}
