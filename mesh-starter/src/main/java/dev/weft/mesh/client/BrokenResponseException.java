package dev.weft.mesh.client;

import dev.weft.mesh.engine.CallTrace;
import dev.weft.mesh.engine.Failure;
import org.jspecify.annotations.Nullable;

/** The response had begun to reach the caller, and broke off before its end. */
public final class BrokenResponseException extends MeshException {

    private static final long serialVersionUID = 1L;

    BrokenResponseException(Failure failure, CallTrace trace, boolean spent, @Nullable Throwable cause) {
        super(failure, trace, spent, cause);
    }
}
