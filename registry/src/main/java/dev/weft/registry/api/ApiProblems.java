package dev.weft.registry.api;

import dev.weft.registry.check.Problem;
import dev.weft.registry.check.RefusedDocumentException;
import dev.weft.registry.store.StoreBehindException;
import dev.weft.registry.store.StoreUnavailableException;
import dev.weft.registry.stream.Watchers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Says in a problem document (RFC 9457) what is wrong with a request, where, and what would be right. */
@RestControllerAdvice(basePackageClasses = {ApiProblems.class, Watchers.class})
final class ApiProblems {

    private static final Logger LOG = LoggerFactory.getLogger(ApiProblems.class);

    @ExceptionHandler
    ProblemDetail refused(RefusedDocumentException e) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.UNPROCESSABLE_ENTITY, e.getMessage());
        Problem first = e.problems().get(0);
        problem.setProperty("line", first.line());
        problem.setProperty("column", first.column());
        problem.setProperty("problems", e.problems());
        return problem;
    }

    @ExceptionHandler
    ProblemDetail wrong(IllegalArgumentException e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, e.getMessage());
    }

    @ExceptionHandler
    ProblemDetail behind(StoreBehindException e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, e.getMessage());
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unavailable(StoreUnavailableException e) {
        LOG.warn("The store's database is not available", e);
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE,
                e.isUnsure()
                        ? "the store's database did not take the change, or did not say that it has: ask what is stored"
                                + " before you try again (the registry's log says why)"
                        : "the store's database does not answer (the registry's log says why)");
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, "1")
                .body(problem);
    }
}
