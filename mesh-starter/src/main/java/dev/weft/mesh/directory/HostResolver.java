package dev.weft.mesh.directory;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Finds the addresses of hosts outside the mesh: by default as Java does, which asks the operating system. A bean of this
 * type takes its place.
 */
@FunctionalInterface
public interface HostResolver {

    /**
     * Every address that the name stands for, the preferred first. May block, and may be called by several threads at once.
     *
     * @throws UnknownHostException if there is none, or nobody can tell
     */
    List<InetAddress> resolve(String host) throws UnknownHostException;

    /** Java's own. */
    static HostResolver system() {
        return host -> List.of(InetAddress.getAllByName(host));
    }
}
