package dev.weft.registry.stream;

import com.netflix.appinfo.AmazonInfo;
import com.netflix.appinfo.InstanceInfo;
import com.netflix.appinfo.InstanceInfo.InstanceStatus;
import com.netflix.appinfo.InstanceInfo.PortType;
import com.netflix.discovery.shared.Application;
import com.netflix.eureka.registry.PeerAwareInstanceRegistry;
import dev.weft.mesh.model.ServiceName;
import dev.weft.registry.membership.ArrivalOrder;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The instances that take traffic, read from the registry of instances. */
@Component
final class Members {

    private static final String ZONE = "zone";
    private static final int MAX_PORT = 65_535;

    private final PeerAwareInstanceRegistry membership;
    private final ArrivalOrder order;

    Members(PeerAwareInstanceRegistry membership, ArrivalOrder order) {
        this.membership = membership;
        this.order = order;
    }

    /** Those of a service, by their ids. */
    Map<String, Member> of(ServiceName service) {
        Application application = membership.getApplication(name(service), false);
        Map<String, Member> members = new HashMap<>();
        if (application != null) {
            for (InstanceInfo instance : application.getInstancesAsIsFromEureka()) {
                Member member = member(instance);
                if (member != null) {
                    members.put(instance.getId(), member);
                }
            }
        }
        return members;
    }

    /** The one of this id, or null if there is none that takes traffic. */
    @Nullable
    Member find(ServiceName service, String id) {
        return member(membership.getInstanceByAppAndId(name(service), id, false));
    }

    private static String name(ServiceName service) {
        return service.value().toUpperCase(Locale.ROOT);
    }

    private @Nullable Member member(@Nullable InstanceInfo instance) {
        if (instance == null || instance.getStatus() != InstanceStatus.UP) {
            return null;
        }
        boolean secure = instance.isPortEnabled(PortType.SECURE);
        int port = secure ? instance.getSecurePort() : instance.getPort();
        String host = instance.getHostName();
        if (host == null || host.isBlank() || port < 1 || port > MAX_PORT) {
            return null;
        }
        Map<String, String> metadata = new HashMap<>(instance.getMetadata());
        metadata.values().removeIf(value -> value == null);
        EndpointView endpoint =
                new EndpointView(instance.getId(), host, port, secure, zone(instance, metadata), metadata);
        return new Member(endpoint, order.arrival(instance.getAppName(), instance.getId()));
    }

    private static @Nullable String zone(InstanceInfo instance, Map<String, String> metadata) {
        String said = metadata.get(ZONE);
        return said == null && instance.getDataCenterInfo() instanceof AmazonInfo amazon
                ? amazon.get(AmazonInfo.MetaDataKey.availabilityZone)
                : said;
    }
}
