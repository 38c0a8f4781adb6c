package dev.weft.mesh.autoconfigure;

import dev.weft.mesh.model.ServiceName;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Who this process is in the mesh.
 *
 * @param service its logical name
 * @param zone where it runs, or null when unknown
 */
public record MeshIdentity(ServiceName service, @Nullable String zone) {

    /** What a process without {@code spring.application.name} is called. */
    private static final String UNNAMED = "unnamed";

    static MeshIdentity of(MeshProperties properties, Environment environment) {
        String name = environment.getProperty("spring.application.name", UNNAMED);
        if (!ServiceName.isValid(name)) {
            throw new InvalidMeshPropertyException(
                    "spring.application.name",
                    "\"" + name + "\" (expected: 1 to 253 letters, digits, '.', '-' or '_', first and last a letter or"
                            + " a digit)");
        }
        String zone = properties.getZone();
        if (!StringUtils.hasText(zone)) {
            zone = environment.getProperty("eureka.instance.metadata-map.zone");
        }
        return new MeshIdentity(ServiceName.of(name), StringUtils.hasText(zone) ? zone : null);
    }
}
