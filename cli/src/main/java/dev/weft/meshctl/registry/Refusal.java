package dev.weft.meshctl.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;

/** What the registry doesn't do, as its problem document says it. */
public final class Refusal extends Failure {

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int PRECONDITION_FAILED = 412;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    /** Behind it stands what would be right. */
    private static final String EXPECTED = " (expected: ";

    private final transient JsonNode problem;

    /** @param detail what is wrong, as the registry says it */
    Refusal(int status, JsonNode problem, String detail) {
        super(exit(status, problem), words(status, problem, detail));
        this.problem = problem;
    }

    /** What the API says in terms of requests, in terms of the command line. */
    private static String words(int status, JsonNode problem, String detail) {
        return switch (status) {
            case PRECONDITION_FAILED ->
                problem.path("revision").isNumber()
                        ? what(detail) + EXPECTED + "--if-revision "
                                + problem.path("revision").asText() + ", once you have seen what has changed)"
                        : detail;
            case CONFLICT -> what(detail) + EXPECTED + "meshctl adopt first, if what is stored shall hold from now on)";
            default -> detail;
        };
    }

    private static String what(String detail) {
        int end = detail.indexOf(EXPECTED);
        return end < 0 ? detail : detail.substring(0, end);
    }

    private static Exit exit(int status, JsonNode problem) {
        return switch (status) {
            case UNAUTHORIZED, FORBIDDEN -> Exit.LOGIN;
            case NOT_FOUND -> problem.isMissingNode() ? Exit.FAILED : Exit.NOT_FOUND;
            case PRECONDITION_FAILED -> Exit.STALE;
            case TOO_MANY_REQUESTS -> Exit.UNAVAILABLE;
            default -> status >= SERVER_ERROR ? Exit.UNAVAILABLE : Exit.REFUSED;
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
