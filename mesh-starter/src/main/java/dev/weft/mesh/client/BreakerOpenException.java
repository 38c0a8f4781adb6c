package dev.weft.mesh.client;

import dev.weft.mesh.engine.CallTrace;
import dev.weft.mesh.engine.Failure;
import org.jspecify.annotations.Nullable;

/** The circuit breaker is open. */
public final class BreakerOpenException extends MeshException {

    private static final long serialVersionUID = 1L;

    BreakerOpenException(Failure failure, CallTrace trace, boolean spent, @Nullable Throwable cause) {
        super(failure, trace, spent, cause);
    }
}
