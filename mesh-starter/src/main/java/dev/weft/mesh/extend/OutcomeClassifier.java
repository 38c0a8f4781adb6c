package dev.weft.mesh.extend;

import dev.weft.mesh.model.Endpoint;
import dev.weft.mesh.model.Headers;
import dev.weft.mesh.model.Outcome;
import dev.weft.mesh.model.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * Says what counts as a failure, and what may be tried again: a bean of this type is asked about every attempt whose
 * response's head has come, and about every one that the endpoint has failed. What it says holds for ejection, breaker,
 * cost and retries alike. Called while a request waits, by many threads at once: it must not block. What it throws is
 * logged once, and taken as if it had nothing to say.
 *
 * <p>It is not asked about attempts that the caller gave up, nor about answers that say that retries were spent below them
 * ({@code mesh-retry: no}): or else they would multiply. Nor is it asked about the copies that mirror rules send: nobody reads
 * their answers.
 */
@FunctionalInterface
public interface OutcomeClassifier {

    /** What to make of the attempt, or null to leave it to the rules. */
    @Nullable
    Verdict classify(Result result);

    /** What an attempt was. */
    enum Verdict {
        /** The endpoint has done well; nothing is tried again. */
        SUCCESS,
        /** The endpoint has failed; nothing is tried again. */
        FAILURE,
        /** The endpoint has failed; the request is tried again, if it may be repeated, and attempts, time and budget allow. */
        RETRYABLE
    }

    /**
     * How an attempt has gone.
     *
     * @param service who was called
     * @param endpoint where it went
     * @param method of the request, in capitals
     * @param status of the response, or 0 if there was none
     * @param headers of the response; none if there was none, or its body has failed
     * @param outcome how it failed; null while its response's body is yet to be read
     */
    record Result(
            ServiceName service,
            Endpoint endpoint,
            String method,
            int status,
            Headers headers,
            @Nullable Outcome outcome) {}
}
