package dev.weft.bench.tier;

import java.time.Duration;

/**
 * How a tier answers.
 *
 * @param delay how long it works on each request
 * @param failPercent so many in a hundred requests are answered 503
 * @param bodyBytes how much it adds to its answer
 * @param halfway whether it stops in the middle of its answer, and never goes on
 */
record Behaviour(Duration delay, int failPercent, int bodyBytes, boolean halfway) {

    static final Behaviour GOOD = new Behaviour(Duration.ZERO, 0, 0, false);
}
