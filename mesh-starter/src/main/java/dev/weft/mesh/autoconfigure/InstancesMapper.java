package dev.weft.mesh.autoconfigure;

import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.ServiceName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns {@code mesh.services.*.instances} into endpoints, and names the property that can't be one. */
final class InstancesMapper {

    private InstancesMapper() {}

    static Map<ServiceName, List<Endpoint>> instances(MeshProperties properties) {
        Map<ServiceName, List<Endpoint>> instances = new LinkedHashMap<>();
        properties.getServices().forEach((name, service) -> {
            List<Endpoint> endpoints = new ArrayList<>();
            for (int i = 0; i < service.getInstances().size(); i++) {
                String path = "mesh.services." + name + ".instances[" + i + "]";
                endpoints.add(endpoint(path, service.getInstances().get(i)));
            }
            if (!endpoints.isEmpty()) {
                instances.put(ApplicationRules.serviceName(name), endpoints);
            }
        });
        return instances;
    }

    private static Endpoint endpoint(String path, InstanceProperties from) {
        String host = from.getHost();
        Integer port = from.getPort();
        if (host == null || port == null) {
            throw new InvalidMeshPropertyException(path, "host " + host + ", port " + port + " (expected: both)");
        }
        try {
            return new Endpoint(
                    from.getId() != null ? from.getId() : host + ":" + port,
                    host,
                    port,
                    Boolean.TRUE.equals(from.getSecure()),
                    Endpoint.Status.UP,
                    from.getZone(),
                    from.getVersion(),
                    from.getWeight() != null ? from.getWeight() : 1,
                    from.getPriority() != null ? from.getPriority() : 0,
                    from.getMetadata());
        } catch (IllegalArgumentException e) {
            throw new InvalidMeshPropertyException(path, String.valueOf(e.getMessage()));
        }
    }
}
