package dev.weft.mesh.client;

import dev.weft.mesh.engine.CallTrace;
import dev.weft.mesh.engine.Failure;
import org.jspecify.annotations.Nullable;

/** Every attempt failed, and no further one was allowed. */
public final class AttemptsFailedException extends MeshException {

    private static final long serialVersionUID = 1L;

    AttemptsFailedException(Failure failure, CallTrace trace, boolean spent, @Nullable Throwable cause) {
        super(failure, trace, spent, cause);
    }
}
