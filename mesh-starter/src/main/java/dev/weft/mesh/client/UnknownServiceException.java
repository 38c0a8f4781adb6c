package dev.weft.mesh.client;

import dev.weft.mesh.engine.CallTrace;
import dev.weft.mesh.engine.Failure;
import org.jspecify.annotations.Nullable;

/** No source knows a service of that name. */
public final class UnknownServiceException extends MeshException {

    private static final long serialVersionUID = 1L;

    UnknownServiceException(Failure failure, CallTrace trace, boolean spent, @Nullable Throwable cause) {
        super(failure, trace, spent, cause);
    }
}
