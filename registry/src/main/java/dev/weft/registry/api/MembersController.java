package dev.weft.registry.api;

import com.netflix.appinfo.InstanceInfo;
import com.netflix.appinfo.InstanceInfo.InstanceStatus;
import com.netflix.appinfo.InstanceInfo.PortType;
import com.netflix.discovery.shared.Application;
import com.netflix.eureka.registry.PeerAwareInstanceRegistry;
import dev.weft.mesh.model.ServiceName;
import dev.weft.registry.membership.LeaseAges;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who is a member of the mesh, for people. */
@RestController
@RequestMapping(path = "/mesh/v1/services", produces = MediaType.APPLICATION_JSON_VALUE)
final class MembersController {

    private static final String VERSION = "version";

    /** Every service that has instances. */
    record Services(List<Service> services) {}

    /**
     * A service.
     *
     * @param up how many of its instances take traffic
     */
    record Service(String name, int instances, int up, List<String> versions) {}

    /** A service's instances. */
    record Instances(String service, List<Instance> instances) {}

    /**
     * An instance.
     *
     * @param leaseAgeMillis the time since its last heartbeat
     */
    record Instance(
            String id,
            String host,
            int port,
            boolean secure,
            String status,
            @Nullable String version,
            @Nullable String zone,
            @Nullable Long leaseAgeMillis,
            Map<String, String> metadata) {}

    private final PeerAwareInstanceRegistry membership;
    private final LeaseAges leases;

    MembersController(PeerAwareInstanceRegistry membership, LeaseAges leases) {
        this.membership = membership;
        this.leases = leases;
    }

    @GetMapping
    Services services() {
        return new Services(membership.getApplications().getRegisteredApplications().stream()
                .map(MembersController::service)
                .sorted(Comparator.comparing(Service::name))
                .toList());
    }

    private static Service service(Application application) {
        List<InstanceInfo> instances = application.getInstancesAsIsFromEureka();
        long up = instances.stream()
                .filter(instance -> instance.getStatus() == InstanceStatus.UP)
                .count();
        return new Service(
                application.getName().toLowerCase(Locale.ROOT),
                instances.size(),
                (int) up,
                instances.stream()
                        .map(instance -> instance.getMetadata().get(VERSION))
                        .filter(Objects::nonNull)
                        .distinct()
                        .sorted()
                        .toList());
    }

    @GetMapping("/{service}/instances")
    Instances instances(@PathVariable String service) {
        ServiceName name = ServiceName.of(service);
        Application application = membership.getApplication(name.value().toUpperCase(Locale.ROOT), false);
        if (application == null) {
            throw Refusals.of(
                    HttpStatus.NOT_FOUND,
                    "nobody is registered as " + name + " (expected: one that /mesh/v1/services lists)");
        }
        return new Instances(
                name.value(),
                application.getInstancesAsIsFromEureka().stream()
                        .map(this::instance)
                        .sorted(Comparator.comparing(Instance::id))
                        .toList());
    }

    private Instance instance(InstanceInfo info) {
        boolean secure = info.isPortEnabled(PortType.SECURE);
        Duration age = leases.leaseAge(info.getAppName(), info.getId());
        return new Instance(
                info.getId(),
                info.getHostName(),
                secure ? info.getSecurePort() : info.getPort(),
                secure,
                info.getStatus().name(),
                info.getMetadata().get(VERSION),
                info.getMetadata().get("zone"),
                age == null ? null : age.toMillis(),
                info.getMetadata());
    }
}
