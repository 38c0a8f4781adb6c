package dev.weft.mesh.client;

import dev.weft.mesh.engine.CallTrace;
import dev.weft.mesh.engine.Failure;
import org.jspecify.annotations.Nullable;

/** The time ran out, before or during the attempts. */
public final class DeadlineExceededException extends MeshException {

    private static final long serialVersionUID = 1L;

    DeadlineExceededException(Failure failure, CallTrace trace, boolean spent, @Nullable Throwable cause) {
        super(failure, trace, spent, cause);
    }
}
