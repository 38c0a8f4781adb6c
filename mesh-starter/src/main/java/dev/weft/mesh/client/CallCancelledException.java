package dev.weft.mesh.client;

import dev.weft.mesh.engine.CallTrace;
import dev.weft.mesh.engine.Failure;
import org.jspecify.annotations.Nullable;

/** The caller gave up. */
public final class CallCancelledException extends MeshException {

    private static final long serialVersionUID = 1L;

    CallCancelledException(Failure failure, CallTrace trace, boolean spent, @Nullable Throwable cause) {
        super(failure, trace, spent, cause);
    }
}
