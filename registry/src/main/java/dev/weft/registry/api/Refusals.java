package dev.weft.registry.api;

import dev.weft.mesh.model.ServiceName;
import dev.weft.registry.store.Revision;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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

    static ErrorResponseException noRules(ServiceName service, @Nullable Revision latest) {
        ErrorResponseException refusal = of(
                HttpStatus.NOT_FOUND,
                "nothing is stored for " + service + ": its callers go by their own rules",
                Map.of("revision", latest == null ? Revision.NONE : latest.number()));
        refusal.getHeaders().setETag(ETags.of(latest));
        return refusal;
    }

    static ErrorResponseException noRevision(ServiceName service, long number) {
        return of(
                HttpStatus.NOT_FOUND,
                "revision " + number + " of " + service + " (expected: one that its history lists)");
    }
}
