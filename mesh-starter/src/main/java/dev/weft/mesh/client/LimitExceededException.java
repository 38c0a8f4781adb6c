package dev.weft.mesh.client;

import dev.weft.mesh.engine.CallTrace;
import dev.weft.mesh.engine.Failure;
import org.jspecify.annotations.Nullable;

/** Too many calls to the service are under way. */
public final class LimitExceededException extends MeshException {

    private static final long serialVersionUID = 1L;

    LimitExceededException(Failure failure, CallTrace trace, boolean spent, @Nullable Throwable cause) {
        super(failure, trace, spent, cause);
    }
}
