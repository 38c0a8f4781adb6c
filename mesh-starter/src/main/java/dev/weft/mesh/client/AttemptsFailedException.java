package dev.weft.mesh.client;

import dev.weft.mesh.engine.CallTrace;
import dev.weft.mesh.engine.Failure;
import dev.weft.mesh.model.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every attempt failed, and no further one was allowed. */
public final class AttemptsFailedException extends MeshException {

    private static final long serialVersionUID = 1L;

    private static final int GATEWAY_TIMEOUT = 504;

    private final boolean timedOut;

    AttemptsFailedException(Failure failure, CallTrace trace, boolean spent, @Nullable Throwable cause) {
        super(failure, trace, spent, cause);
        List<CallTrace.Try> attempts = trace.attempts();
        this.timedOut = !attempts.isEmpty() && attempts.get(attempts.size() - 1).outcome() == Outcome.TIMEOUT;
    }

    /** 504 where the last attempt got no answer in its time, or else 502. */
    @Override
    public int status() {
        return timedOut ? GATEWAY_TIMEOUT : super.status();
    }
}
