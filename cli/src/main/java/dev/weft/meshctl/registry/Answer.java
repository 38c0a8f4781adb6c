package dev.weft.meshctl.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import java.net.URI;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a server says.
 *
 * @param from whom
 * @param retryAfter how long to wait before the same is asked again
 */
record Answer(URI from, int status, String contentType, String etag, Duration retryAfter, String body) {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern REVISION = Pattern.compile("\"([0-9]{1,18})\\..*\"");
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final int UNAVAILABLE = 503;
    private static final int SUCCESS = 2;
    private static final int HUNDRED = 100;
    private static final int SERVER_ERROR = 500;

    /** The field {@code Retry-After}, or a little while if there is none that can be used. */
    static Duration retryAfter(@Nullable String seconds) {
        return seconds == null || !seconds.matches("[0-9]{1,4}") ? SOON : Duration.ofSeconds(Long.parseLong(seconds));
    }

    /** Whether a registry has just started, and has done nothing of what was asked. */
    boolean isSettling() {
        return status == UNAVAILABLE
                && contentType.contains("json")
                && json().path("settled").isBoolean();
    }

    boolean isSuccess() {
        return status / HUNDRED == SUCCESS;
    }

    /** Whether it tells why it refuses, in the registry's own words. */
    boolean isProblem() {
        return contentType.startsWith("application/problem+json");
    }

    JsonNode json() {
        try {
            return body.isEmpty() ? MissingNode.getInstance() : MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            throw new Failure(Exit.FAILED, Http.base(from) + " answers what is no JSON: is it a registry of Weft?", e);
        }
    }

    /** Whether the ETag begins with a revision's number. */
    boolean hasRevision() {
        return REVISION.matcher(etag).matches();
    }

    long revision() {
        Matcher number = REVISION.matcher(etag);
        if (!number.matches()) {
            throw new Failure(Exit.FAILED, Http.base(from) + " names no revision: is it a registry of Weft?");
        }
        return Long.parseLong(number.group(1));
    }

    Answer orRefusal() {
        if (isSuccess()) {
            return this;
        }
        JsonNode problem = contentType.contains("json") ? json() : MissingNode.getInstance();
        String detail = problem.path("detail").asText(problem.path("error").asText(""));
        throw new Refusal(status, problem, detail.isEmpty() ? plain() : detail);
    }

    private String plain() {
        return Http.base(from) + " answers " + status + " to " + from.getPath()
                + (status < SERVER_ERROR ? ": is it a registry of Weft?" : "");
    }
}
