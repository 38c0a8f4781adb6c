package dev.weft.mesh.client;

import dev.weft.mesh.engine.CallTrace;
import dev.weft.mesh.engine.Failure;
import org.jspecify.annotations.Nullable;

/** The rules send the request nowhere: no route takes it, or the one that does names what does not exist. */
public final class NoRouteException extends MeshException {

    private static final long serialVersionUID = 1L;

    NoRouteException(Failure failure, CallTrace trace, boolean spent, @Nullable Throwable cause) {
        super(failure, trace, spent, cause);
    }
}
