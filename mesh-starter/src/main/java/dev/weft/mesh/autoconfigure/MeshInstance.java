package dev.weft.mesh.autoconfigure;

import java.util.UUID;

/**
 * Which of its service's instances this process is: its place among them decides which endpoints of a large service it uses.
 * A bean of this type replaces what the registry's client says.
 *
 * @param id as the registry has it
 */
public record MeshInstance(String id) {

    /** An instance that can't find itself in the registry: its place among the others is drawn. */
    static MeshInstance unknown() {
        return new MeshInstance(UUID.randomUUID().toString());
    }
}
