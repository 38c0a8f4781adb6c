package dev.weft.mesh.testkit;

import dev.weft.mesh.resilience.BudgetPolicy;
import dev.weft.mesh.resilience.RetryPolicy;
import dev.weft.mesh.resilience.Timeouts;
import dev.weft.mesh.rules.ServiceRules;
import java.time.Duration;
import java.util.List;

/** Every story. */
public final class Stories {

    private static final Timeouts TIMEOUTS = new Timeouts(
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10));

    /** The rules of a story that names no others. */
    static final ServiceRules RULES = ServiceRules.defaults().withTimeouts(TIMEOUTS);

    /** Those of a story in which a timeout comes to pass: it need not be long. */
    static final ServiceRules HASTY = RULES.withTimeouts(new Timeouts(
            Duration.ofSeconds(10),
            Duration.ofMillis(800),
            Duration.ofMillis(400),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10)));

    private static final ServiceRules NO_BUDGET = RULES.withBudget(new BudgetPolicy(0, 0));
    private static final ServiceRules ANY_METHOD =
            RULES.withRetry(new RetryPolicy(3, java.util.Set.of(503), true, true, true, Duration.ZERO, Duration.ZERO));
    private static final ServiceRules SHORT =
            RULES.withTimeouts(TIMEOUTS.withAttempt(null).withTotal(Duration.ofMillis(2_400)));
    private static final ServiceRules SHORT_SILENCE = RULES.withTimeouts(
            new Timeouts(null, null, Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofMillis(400)));

    private static final int SMALL = 1_000;
    private static final int LARGEST_KEPT = 64 * 1024;
    private static final int LARGE = 100_000;

    private Stories() {}

    public static List<Story> all() {
        return List.of(
                Story.of("a good answer", "GET", Act.OK).tells("200", "200 COMPLETED"),
                Story.of("a chunked answer", "GET", Act.CHUNKED).tells("200", "200 COMPLETED"),
                Story.of("a compressed answer", "GET", Act.GZIPPED).tells("200", "200 COMPLETED"),
                Story.of("an answer without a body", "HEAD", Act.NOT_FOUND).tells("404", "404 COMPLETED"),
                Story.of("an answer that says that its instance is leaving", "GET", Act.LEAVES)
                        .tells("200", "200 COMPLETED, leaving"),
                Story.of("a client's error is not repeated", "GET", Act.NOT_FOUND)
                        .tells("404", "404 COMPLETED"),
                Story.of("an application's error is not repeated", "GET", Act.ERROR)
                        .tells("500", "500 COMPLETED"),
                Story.of("a GET goes on to the next endpoint", "GET", Act.UNAVAILABLE, Act.OK)
                        .tells("200", "503 COMPLETED", "200 COMPLETED"),
                Story.of(
                                "the last of three failing answers is handed on",
                                "GET",
                                Act.UNAVAILABLE,
                                Act.UNAVAILABLE,
                                Act.UNAVAILABLE)
                        .tells("503, spent", "503 COMPLETED", "503 COMPLETED", "503 COMPLETED"),
                Story.of("a GET is repeated after a reset", "GET", Act.RESETS, Act.OK)
                        .tells("200", "RESET", "200 COMPLETED"),
                Story.of("a GET is repeated after a close without an answer", "GET", Act.CLOSES, Act.OK)
                        .tells("200", "RESET", "200 COMPLETED"),
                Story.of("a GET leaves a black hole", "GET", Act.BLACK_HOLE, Act.OK)
                        .tells("200", "TIMEOUT", "200 COMPLETED"),
                Story.of("a head that drips is a head that is late", "GET", Act.DRIPS_HEAD, Act.OK)
                        .tells("200", "TIMEOUT", "200 COMPLETED"),
                Story.of("a GET goes on where nobody listens", "GET", Act.REFUSES, Act.OK)
                        .tells("200", "CONNECT_FAILED", "200 COMPLETED"),
                Story.of("a POST goes on where nobody listens", "POST", Act.REFUSES, Act.OK)
                        .body(SMALL)
                        .tells("200", "CONNECT_FAILED", "200 COMPLETED"),
                Story.of("a POST goes on where nobody accepts", "POST", Act.NEVER_ACCEPTS, Act.OK)
                        .body(SMALL)
                        .tells("200", "CONNECT_TIMEOUT", "200 COMPLETED"),
                Story.of("a large POST goes on where nobody listens", "POST", Act.REFUSES, Act.REFUSES, Act.OK)
                        .body(LARGE)
                        .tells("200", "CONNECT_FAILED", "CONNECT_FAILED", "200 COMPLETED"),
                Story.of("a POST is not repeated after a failing answer", "POST", Act.UNAVAILABLE, Act.OK)
                        .body(SMALL)
                        .tells("503", "503 COMPLETED"),
                Story.of("a POST is not repeated after a reset", "POST", Act.RESETS, Act.OK)
                        .body(SMALL)
                        .tells("ATTEMPTS_FAILED", "RESET"),
                Story.of("a POST is not repeated after a timeout", "POST", Act.BLACK_HOLE, Act.OK)
                        .body(SMALL)
                        .tells("ATTEMPTS_FAILED", "TIMEOUT"),
                Story.of("a POST is repeated where the rules say so", "POST", Act.UNAVAILABLE, Act.RESETS, Act.OK)
                        .body(SMALL)
                        .rules(ANY_METHOD)
                        .tells("200", "503 COMPLETED", "RESET", "200 COMPLETED"),
                Story.of("a PUT is repeated with its body", "PUT", Act.UNAVAILABLE, Act.BLACK_HOLE, Act.OK)
                        .body(SMALL)
                        .tells("200", "503 COMPLETED", "TIMEOUT", "200 COMPLETED"),
                Story.of("the largest body that is kept is sent again", "PUT", Act.UNAVAILABLE, Act.OK)
                        .body(LARGEST_KEPT)
                        .tells("200", "503 COMPLETED", "200 COMPLETED"),
                Story.of("a body larger than that is not sent again", "PUT", Act.UNAVAILABLE, Act.OK)
                        .body(LARGEST_KEPT + 1)
                        .tells("503", "503 COMPLETED"),
                Story.of("a large PUT is not repeated after a reset", "PUT", Act.RESETS, Act.OK)
                        .body(LARGE)
                        .tells("ATTEMPTS_FAILED", "RESET"),
                Story.of("retries spent below are not spent again", "GET", Act.UNAVAILABLE_BELOW, Act.OK)
                        .tells("503, spent", "503 COMPLETED"),
                Story.of("no retry without a budget", "GET", Act.UNAVAILABLE, Act.OK)
                        .rules(NO_BUDGET)
                        .tells("503, spent", "503 COMPLETED"),
                Story.of("no retry of a reset without a budget", "GET", Act.RESETS, Act.OK)
                        .rules(NO_BUDGET)
                        .tells("ATTEMPTS_FAILED, spent", "RESET"),
                Story.of("a pause that is asked for is kept", "GET", Act.BUSY, Act.OK)
                        .tells("200", "429 COMPLETED", "200 COMPLETED"),
                Story.of("attempts share what time there is", "GET", Act.BLACK_HOLE, Act.BLACK_HOLE, Act.BLACK_HOLE)
                        .rules(SHORT)
                        .tells("DEADLINE, spent", "TIMEOUT", "TIMEOUT", "TIMEOUT"),
                Story.of("the caller's own deadline bounds the call", "POST", Act.BLACK_HOLE, Act.OK)
                        .rules(SHORT)
                        .deadline(Duration.ofMillis(1_000))
                        .tells("DEADLINE", "TIMEOUT"),
                Story.of("nothing is sent once the deadline has passed", "GET", Act.OK)
                        .deadline(Duration.ZERO)
                        .tells("DEADLINE"),
                Story.of("nothing can be sent without an endpoint", "GET").tells("NO_ENDPOINT, spent"),
                Story.of("three refusals are the end", "POST", Act.REFUSES, Act.REFUSES, Act.REFUSES)
                        .tells("ATTEMPTS_FAILED, spent", "CONNECT_FAILED", "CONNECT_FAILED", "CONNECT_FAILED"),
                Story.of("a body that breaks off is not whole", "GET", Act.TRUNCATES, Act.OK)
                        .tells("200, broken off", "200 TRUNCATED"),
                Story.of("a chunked body that breaks off is not whole", "GET", Act.TRUNCATES_CHUNKED, Act.OK)
                        .tells("200, broken off", "200 TRUNCATED"),
                Story.of("a body that stands still is given up", "GET", Act.STALLS_IN_BODY, Act.OK)
                        .rules(SHORT_SILENCE)
                        .tells("200, broken off", "200 BODY_TIMEOUT"),
                Story.of("a body that never ends meets the deadline", "GET", Act.DRIPS_BODY, Act.OK)
                        .rules(SHORT)
                        .tells("200, broken off", "200 BODY_TIMEOUT"),
                Story.of("a caller who reads no further says nothing about the endpoint", "GET", Act.LONG_BODY)
                        .unread()
                        .tells("200", "200 CANCELLED"));
    }
}
