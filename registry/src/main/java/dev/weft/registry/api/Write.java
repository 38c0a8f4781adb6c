package dev.weft.registry.api;

import dev.weft.mesh.model.ServiceName;
import dev.weft.registry.store.Change;
import dev.weft.registry.store.Precondition;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * What every write says beside what it writes.
 *
 * @param condition on which it is made
 * @param author the login
 * @param comment from the query's {@code comment}, or the field {@code mesh-comment}
 */
record Write(Precondition condition, String author, String comment) {

    private static final String COMMENT_FIELD = "mesh-comment";

    static Write of(HttpServletRequest request) {
        String author = author(request);
        String comment = request.getParameter("comment");
        return new Write(
                ETags.condition(request.getHeader(HttpHeaders.IF_MATCH), request.getHeader(HttpHeaders.IF_NONE_MATCH)),
                author,
                comment != null ? comment : CommentField.text(request.getHeader(COMMENT_FIELD)));
    }

    /** Who is logged in; whoever lets people in without a login lets them read only. */
    static String author(HttpServletRequest request) {
        String author = request.getRemoteUser();
        if (author == null) {
            throw Refusals.of(HttpStatus.UNAUTHORIZED, "a write by nobody (expected: a login)");
        }
        return author;
    }

    Change to(ServiceName service, @Nullable String document) {
        return new Change(service, author, comment, document, null);
    }

    Change back(ServiceName service, @Nullable String document, long restores) {
        return new Change(service, author, comment, document, restores);
    }
}
