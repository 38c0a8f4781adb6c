package dev.weft.mesh.server;

import dev.weft.mesh.model.ServiceName;
import java.util.List;

/**
 * What the server side must know of its own process.
 *
 * @param service the logical name
 * @param instanceId unique within the service
 * @param edge whether callers are outside the mesh, so that what they say in its fields counts for nothing
 * @param via whether answers list the instances that served them
 * @param managementPath where the management endpoints are; empty if at the root
 */
public record ServerSettings(ServiceName service, String instanceId, boolean edge, boolean via, String managementPath) {

    /** Fields by which meshes talk among themselves. */
    private static final List<String> RESERVED = List.of("mesh-", "x-envoy-", "l5d-");

    /** Whether the field of a request that arrives is one that only the mesh itself may set. */
    boolean isForeign(String field) {
        return edge && RESERVED.stream().anyMatch(prefix -> field.regionMatches(true, 0, prefix, 0, prefix.length()));
    }

    /** How this process calls itself in {@code mesh-via}. */
    String hop() {
        return service + "/" + instanceId;
    }

    /** Whether a path belongs to the management endpoints, which are no part of the mesh's traffic. */
    boolean isManagement(String path) {
        return !managementPath.isEmpty()
                && path.startsWith(managementPath)
                && (path.length() == managementPath.length() || path.charAt(managementPath.length()) == '/');
    }
}
