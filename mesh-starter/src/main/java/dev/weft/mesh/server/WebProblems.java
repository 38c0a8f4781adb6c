package dev.weft.mesh.server;

import dev.weft.mesh.context.MeshHeaders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;

/** Answers, on WebFlux, errors of the mesh's own that the application leaves unhandled. */
public final class WebProblems implements WebExceptionHandler, Ordered {

    /** The order of Spring Boot's own handler; a user's stands before it. */
    private static final int ORDER = -1;

    private static final Logger log = LoggerFactory.getLogger(WebProblems.class);

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
        Problem problem = Problem.of(error);
        if (problem == null || exchange.getResponse().isCommitted()) {
            return Mono.error(error);
        }
        ServerRequestObservationContext.findCurrent(exchange.getAttributes())
                .ifPresent(observed -> observed.setError(error));
        log.warn("Answered {}: {}", problem.status(), problem.reason());
        return write(problem, exchange.getResponse());
    }

    static Mono<Void> write(Problem problem, ServerHttpResponse response) {
        byte[] body = problem.json();
        response.setStatusCode(HttpStatusCode.valueOf(problem.status()));
        response.getHeaders().set(MeshHeaders.REASON, problem.reason());
        response.getHeaders().set("Content-Type", Problem.MEDIA_TYPE);
        response.getHeaders().set("Content-Length", Integer.toString(body.length));
        return response.writeWith(Mono.fromSupplier(() -> wrapped(body, response)));
    }

    private static DataBuffer wrapped(byte[] body, ServerHttpResponse response) {
        return response.bufferFactory().wrap(body);
    }
}
