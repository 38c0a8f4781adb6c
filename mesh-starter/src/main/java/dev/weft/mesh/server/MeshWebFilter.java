package dev.weft.mesh.server;

import dev.weft.mesh.context.MeshContext;
import dev.weft.mesh.context.MeshHeaders;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/** Serves requests as a member of the mesh, on WebFlux. */
public final class MeshWebFilter implements WebFilter, Ordered {

    /** What drops fields that come from outside the mesh has to come before. */
    public static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 10;

    private static final int OK = 200;
    private static final int CLIENT_CLOSED = 499;
    private static final int SERVER_ERROR = 500;

    private final InboundRequests requests;

    public MeshWebFilter(InboundRequests requests) {
        this.requests = requests;
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        if (!requests.concerns(request.getPath().pathWithinApplication().value())) {
            return chain.filter(exchange);
        }
        InboundRequest inbound = requests.begin(request.getHeaders()::getFirst, System.nanoTime());
        exchange.getAttributes().put(InboundRequest.ATTRIBUTE, inbound);
        ServerHttpResponse response = exchange.getResponse();
        response.beforeCommit(
                () -> Mono.fromRunnable(() -> inbound.answer(status(response, OK), response.getHeaders()::set)));
        Problem refusal = inbound.refusal();
        AtomicInteger failed = new AtomicInteger();
        Mono<Void> served = refusal == null
                ? chain.filter(identified(exchange, inbound.context()))
                : WebProblems.write(refusal, response);
        return served.doOnError(error -> failed.set(status(error)))
                .doFinally(end -> inbound.end(status(end, failed.get(), response), System.nanoTime()))
                .contextWrite(context -> context.put(MeshContext.KEY, inbound.context()));
    }

    /** The exchange whose request carries the id that it is known by, for whoever passes its headers on. */
    private static ServerWebExchange identified(ServerWebExchange exchange, MeshContext context) {
        String id = context.requestId();
        if (id.equals(exchange.getRequest().getHeaders().getFirst(MeshHeaders.REQUEST_ID))) {
            return exchange;
        }
        return exchange.mutate()
                .request(request -> request.header(MeshHeaders.REQUEST_ID, id))
                .build();
    }

    private static int status(SignalType end, int failed, ServerHttpResponse response) {
        return switch (end) {
            case ON_ERROR -> response.isCommitted() ? status(response, failed) : failed;
            case CANCEL -> response.isCommitted() ? status(response, CLIENT_CLOSED) : CLIENT_CLOSED;
            default -> status(response, OK);
        };
    }

    private static int status(ServerHttpResponse response, int otherwise) {
        HttpStatusCode status = response.getStatusCode();
        return status == null ? otherwise : status.value();
    }

    /** What an error will be answered with, by a handler that comes after this. */
    private static int status(Throwable error) {
        Problem problem = Problem.of(error);
        if (problem != null) {
            return problem.status();
        }
        return error instanceof ErrorResponse response
                ? response.getStatusCode().value()
                : SERVER_ERROR;
    }
}
