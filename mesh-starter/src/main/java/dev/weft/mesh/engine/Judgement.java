package dev.weft.mesh.engine;

/**
 * What an answer's head says of the endpoint that gave it: decided once, for what the endpoint costs from then on, for its
 * ejection and for the breaker.
 */
enum Judgement {
    /** The endpoint is well. */
    WELL,
    /** An error whose cause lies below the endpoint, which may be as well as its peers. */
    CAUSED_BELOW,
    /** An error of the application, which counts for nothing but ejection. */
    ERROR,
    /** Nobody was there to answer, which the rules don't let count for ejection. */
    UNAVAILABLE,
    /** The endpoint has failed. */
    FAILED;

    /**
     * By the rules.
     *
     * @param unavailable whether nobody was there to answer
     * @param failure whether it counts for ejection
     */
    static Judgement of(boolean unavailable, boolean failure) {
        if (unavailable) {
            return failure ? FAILED : UNAVAILABLE;
        }
        return failure ? ERROR : WELL;
    }

    /** Whether it makes the endpoint dear, and counts in the breaker. */
    boolean isUnavailable() {
        return this == UNAVAILABLE || this == FAILED;
    }

    /** Whether it counts for the endpoint's ejection as a success. */
    boolean isSuccess() {
        return this == WELL || this == UNAVAILABLE;
    }

    /** Whether it counts for the endpoint's ejection as a failure in a row. */
    boolean isFailure() {
        return this == ERROR || this == FAILED;
    }
}
