package dev.weft.registry.api;

import dev.weft.mesh.model.ServiceName;
import dev.weft.registry.store.StorePosition;
import java.time.Duration;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** The ways in which a request is refused: each says what is wrong and what would be right. */
final class Refusals {

    private Refusals() {}

    static ErrorResponseException of(HttpStatus status, String detail) {
        return of(status, detail, Map.of());
    }

    static ErrorResponseException of(HttpStatus status, String detail, Map<String, Object> more) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        more.forEach(problem::setProperty);
        return new ErrorResponseException(status, problem, null);
    }

    static ErrorResponseException noRules(ServiceName service, StorePosition latest) {
        ErrorResponseException refusal = of(
                HttpStatus.NOT_FOUND,
                "nothing is stored for " + service + ": its callers go by their own rules",
                Map.of("revision", latest.revision()));
        refusal.getHeaders().setETag(ETags.of(latest));
        return refusal;
    }

    static ErrorResponseException noHttpRoutes(ServiceName service, StorePosition latest) {
        ErrorResponseException refusal = of(
                HttpStatus.NOT_FOUND, "no HTTPRoutes are kept for " + service, Map.of("revision", latest.revision()));
        refusal.getHeaders().setETag(ETags.of(latest));
        return refusal;
    }

    /** The registry has just started, and can't know yet whether its clients know more than its store. */
    static ErrorResponseException settling(Duration left) {
        ErrorResponseException refusal = of(
                HttpStatus.SERVICE_UNAVAILABLE,
                "the registry has just started, and its clients have not all come back: if its store was restored from a"
                        + " backup, they know more (expected: the same again in " + left.toSeconds() + " s)",
                Map.of("settled", false));
        refusal.getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(left.toSeconds()));
        return refusal;
    }

    static ErrorResponseException noRevision(ServiceName service, long number) {
        return of(
                HttpStatus.NOT_FOUND,
                "revision " + number + " of " + service + " (expected: one that its history lists)");
    }
}
