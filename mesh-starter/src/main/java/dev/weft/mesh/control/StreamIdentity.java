package dev.weft.mesh.control;

import java.util.SortedSet;

/**
 * Who opens a stream.
 *
 * @param service the logical name of this process
 * @param instance its id in the registry
 * @param starter the version of the mesh's starter
 * @param features the keys that rules may have here, as paths
 */
public record StreamIdentity(String service, String instance, String starter, SortedSet<String> features) {}
