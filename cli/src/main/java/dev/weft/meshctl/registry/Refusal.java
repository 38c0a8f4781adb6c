package dev.weft.meshctl.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;

/** What the registry doesn't do, as its problem document says it. */
public final class Refusal extends Failure {

    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int PRECONDITION_FAILED = 412;
    private static final int TOO_LARGE = 413;
    private static final int UNPROCESSABLE = 422;

    private static final String EXPECTED = " (expected: ";

    private final transient JsonNode problem;

    /** @param detail what is wrong, as the registry says it */
    Refusal(int status, JsonNode problem, String detail) {
        super(exit(status), words(status, problem, detail));
        this.problem = problem;
    }

    /** Who comes too late is told which field a request must have: at the command line that is an option. */
    private static String words(int status, JsonNode problem, String detail) {
        JsonNode revision = problem.path("revision");
        if (status != PRECONDITION_FAILED || !revision.isNumber()) {
            return detail;
        }
        int end = detail.indexOf(EXPECTED);
        return (end < 0 ? detail : detail.substring(0, end)) + EXPECTED + "--if-revision " + revision.asText()
                + ", once you have seen what has changed)";
    }

    private static Exit exit(int status) {
        return switch (status) {
            case BAD_REQUEST, TOO_LARGE, UNPROCESSABLE -> Exit.REFUSED;
            case UNAUTHORIZED, FORBIDDEN -> Exit.LOGIN;
            case NOT_FOUND -> Exit.NOT_FOUND;
            case PRECONDITION_FAILED -> Exit.STALE;
            default -> Exit.UNAVAILABLE;
        };
    }

    /** What is wrong with a document, each with line, column, path, problem and expected; none if it isn't about one. */
    public JsonNode problems() {
        return problem.path("problems");
    }

    /** What somebody else has changed meanwhile, as a diff; empty if nobody has. */
    public String changed() {
        return problem.path("changed").asText("");
    }

    /** What the refused write would have changed, as a diff; empty if it isn't about one. */
    public String yours() {
        return problem.path("yours").asText("");
    }
}
