package dev.weft.mesh.engine;

import dev.weft.mesh.extend.EndpointPolicy;
import dev.weft.mesh.extend.OutcomeClassifier;
import org.jspecify.annotations.Nullable;

/**
 * What the application adds to the engine. None of it may throw.
 *
 * @param endpoints has a say in where calls go, or null
 * @param outcomes says what counts as a failure, or null
 */
public record Extensions(
        @Nullable EndpointPolicy endpoints, @Nullable OutcomeClassifier outcomes) {

    /** Nothing. */
    public static final Extensions NONE = new Extensions(null, null);

    Extensions withoutOutcomes() {
        return new Extensions(endpoints, null);
    }
}
