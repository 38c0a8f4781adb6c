package dev.weft.mesh.client;

import dev.weft.mesh.engine.Call;
import dev.weft.mesh.engine.CallTrace;
import dev.weft.mesh.engine.Failure;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A call through the mesh has failed without an answer. The message names the service, what was tried and why it ended;
 * the trace says the same as data. An {@link IOException}, since that is what blocking clients are prepared for.
 */
public class MeshException extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;
    private final transient CallTrace trace;
    private final boolean spent;

    MeshException(Failure failure, CallTrace trace, boolean spent, @Nullable Throwable cause) {
        super(failure.message(), cause);
        this.failure = failure;
        this.trace = trace;
        this.spent = spent;
    }

    /**
     * The exception for a call that has failed.
     *
     * @param cause what the last attempt met on the wire, or null
     */
    public static MeshException of(Call call, Failure failure, @Nullable Throwable cause) {
        CallTrace trace = call.trace();
        boolean spent = call.isSpent();
        return switch (failure.reason()) {
            case UNKNOWN_SERVICE -> new UnknownServiceException(failure, trace, spent, cause);
            case NOT_ALLOWED -> new NotAllowedException(failure, trace, spent, cause);
            case NO_ROUTE, NO_DESTINATION -> new NoRouteException(failure, trace, spent, cause);
            case NO_ENDPOINT -> new NoEndpointException(failure, trace, spent, cause);
            case BREAKER_OPEN -> new BreakerOpenException(failure, trace, spent, cause);
            case LIMIT -> new LimitExceededException(failure, trace, spent, cause);
            case DEADLINE -> new DeadlineExceededException(failure, trace, spent, cause);
            case ATTEMPTS_FAILED -> new AttemptsFailedException(failure, trace, spent, cause);
            case CANCELLED -> new CallCancelledException(failure, trace, spent, cause);
        };
    }

    /** The logical name that was called. */
    public String service() {
        return failure.service().value();
    }

    /** Why the call failed. */
    public Failure.Reason reason() {
        return failure.reason();
    }

    /** The HTTP status that stands for the failure where it has to become an answer. */
    public int status() {
        return failure.reason().status();
    }

    /** How the call was decided, attempt by attempt. */
    public CallTrace trace() {
        return trace;
    }

    /** Whether retries were spent on the call already, so that whoever led to it should not be repeated. */
    public boolean isSpent() {
        return spent;
    }
}
