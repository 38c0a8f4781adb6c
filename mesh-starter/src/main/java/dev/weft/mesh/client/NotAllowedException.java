package dev.weft.mesh.client;

import dev.weft.mesh.engine.CallTrace;
import dev.weft.mesh.engine.Failure;
import org.jspecify.annotations.Nullable;

/** This process may not call the host, which is outside the mesh. */
public final class NotAllowedException extends MeshException {

    private static final long serialVersionUID = 1L;

    NotAllowedException(Failure failure, CallTrace trace, boolean spent, @Nullable Throwable cause) {
        super(failure, trace, spent, cause);
    }
}
