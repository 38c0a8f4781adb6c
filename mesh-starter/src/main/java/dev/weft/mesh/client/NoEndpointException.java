package dev.weft.mesh.client;

import dev.weft.mesh.engine.CallTrace;
import dev.weft.mesh.engine.Failure;
import org.jspecify.annotations.Nullable;

/** The service is known, but nothing of it can take the request. */
public final class NoEndpointException extends MeshException {

    private static final long serialVersionUID = 1L;

    NoEndpointException(Failure failure, CallTrace trace, boolean spent, @Nullable Throwable cause) {
        super(failure, trace, spent, cause);
    }
}
