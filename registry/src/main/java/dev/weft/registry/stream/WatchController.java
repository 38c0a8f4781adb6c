package dev.weft.registry.stream;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** The watch stream over HTTP, for clients. It takes JSON only, which no form of a page can send. */
@RestController
@RequestMapping(path = "/mesh/v1/watch", consumes = MediaType.APPLICATION_JSON_VALUE)
final class WatchController {

    private static final String RETRY_AFTER_SECONDS = "1";

    private final Watchers watchers;

    WatchController(Watchers watchers) {
        this.watchers = watchers;
    }

    @PostMapping
    void open(HttpServletRequest request, HttpServletResponse response) throws IOException {
        WatchRequest asked = RequestBodies.read(request.getInputStream(), WatchRequest.class);
        String refusal = watchers.refusal(asked.client());
        if (refusal != null) {
            throw busy(refusal);
        }
        response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
        response.setCharacterEncoding("UTF-8");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        // The head is out before other threads write: filters have nothing more to add to it.
        response.flushBuffer();
        watchers.open(asked, request.startAsync());
    }

    private static ErrorResponseException busy(String refusal) {
        HttpStatus status = HttpStatus.SERVICE_UNAVAILABLE;
        ErrorResponseException busy =
                new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, refusal), null);
        busy.getHeaders().set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        return busy;
    }

    @PostMapping("/{session}/services")
    ResponseEntity<Void> add(@PathVariable String session, HttpServletRequest request) throws IOException {
        return answer(watchers.add(
                session,
                RequestBodies.read(request.getInputStream(), WatchRequest.More.class)
                        .services()));
    }

    @PostMapping("/{session}/reports")
    ResponseEntity<Void> report(@PathVariable String session, HttpServletRequest request) throws IOException {
        return answer(watchers.report(
                session,
                RequestBodies.read(request.getInputStream(), WatchRequest.Reports.class)
                        .reports()));
    }

    private static ResponseEntity<Void> answer(boolean known) {
        if (!known) {
            throw new ResponseStatusException(
                    HttpStatus.NOT_FOUND, "no stream of this session (expected: one that is open; open a new one)");
        }
        return ResponseEntity.noContent().build();
    }
}
