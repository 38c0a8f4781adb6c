package dev.weft.mesh.server;

import dev.weft.mesh.context.MeshContext;
import dev.weft.mesh.context.MeshHeaders;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/**
 * Serves requests as a member of the mesh, on WebFlux: around everything, error handlers included, so that whatever is
 * logged for a request has its id, and the end of a request is the end of its answer.
 */
public final class MeshHttpHandlers implements HttpHandlerDecoratorFactory, Ordered {

    /** Within whatever drops fields that come from outside the mesh. */
    public static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 10;

    private static final int OK = 200;
    private static final int CLIENT_CLOSED = 499;
    private static final int SERVER_ERROR = 500;

    private final InboundRequests requests;

    public MeshHttpHandlers(InboundRequests requests) {
        this.requests = requests;
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public HttpHandler apply(HttpHandler handler) {
        return (request, response) ->
                requests.concerns(request.getPath().pathWithinApplication().value())
                        ? serve(handler, request, response)
                        : handler.handle(request, response);
    }

    private Mono<Void> serve(HttpHandler handler, ServerHttpRequest request, ServerHttpResponse response) {
        long nanos = System.nanoTime();
        InboundRequest inbound = requests.begin(request.getHeaders()::getFirst, nanos, nanos);
        response.beforeCommit(() -> Mono.fromRunnable(() -> {
            // Relayed from an answer of another instance, which does not speak for this one.
            response.getHeaders().remove(MeshHeaders.LEAVING);
            inbound.answer(status(response, OK), response.getHeaders()::set);
        }));
        Problem refusal = inbound.refusal();
        Mono<Void> served = refusal == null
                // Deferred, so that the request ends also where the handler throws instead of answering.
                ? Mono.defer(() -> handler.handle(identified(request, inbound.context()), response))
                : WebProblems.write(refusal, response);
        return served.doFinally(end -> inbound.end(status(end, response), System.nanoTime()))
                .contextWrite(context ->
                        context.put(MeshContext.KEY, inbound.context()).put(InboundRequest.ATTRIBUTE, inbound));
    }

    /** The request with the id that it is known by, for whoever passes its fields on. */
    private static ServerHttpRequest identified(ServerHttpRequest request, MeshContext context) {
        String id = context.requestId();
        if (id.equals(request.getHeaders().getFirst(MeshHeaders.REQUEST_ID))) {
            return request;
        }
        return request.mutate().header(MeshHeaders.REQUEST_ID, id).build();
    }

    private static int status(SignalType end, ServerHttpResponse response) {
        if (response.isCommitted()) {
            return status(response, OK);
        }
        return switch (end) {
            case CANCEL -> CLIENT_CLOSED;
            case ON_ERROR -> SERVER_ERROR;
            default -> status(response, OK);
        };
    }

    private static int status(ServerHttpResponse response, int otherwise) {
        HttpStatusCode status = response.getStatusCode();
        return status == null ? otherwise : status.value();
    }
}
