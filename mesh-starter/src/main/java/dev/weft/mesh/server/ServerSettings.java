package dev.weft.mesh.server;

import dev.weft.mesh.model.ServiceName;

/**
 * What the server side must know of its own process.
 *
 * @param service the logical name
 * @param instanceId unique within the service
 * @param via whether answers list the instances that served them
 * @param managementPath where the management endpoints are; empty if at the root
 */
public record ServerSettings(ServiceName service, String instanceId, boolean via, String managementPath) {

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
