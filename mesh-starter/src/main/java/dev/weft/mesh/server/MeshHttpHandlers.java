package dev.weft.mesh.server;

import dev.weft.mesh.context.MeshContext;
import dev.weft.mesh.context.MeshHeaders;
import java.util.List;
import org.springframework.http.HttpHeaders;
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
public final class MeshHttpHandlers implements HttpHandlerDecoratorFactory {

    private static final int OK = 200;
    private static final int CLIENT_CLOSED = 499;
    private static final int SERVER_ERROR = 500;

    private final InboundRequests requests;

    public MeshHttpHandlers(InboundRequests requests) {
        this.requests = requests;
    }

    @Override
    public HttpHandler apply(HttpHandler handler) {
        return (request, response) ->
                requests.concerns(request.getPath().pathWithinApplication().value())
                        ? serve(handler, request, response)
                        : handler.handle(request, response);
    }

    private Mono<Void> serve(HttpHandler handler, ServerHttpRequest request, ServerHttpResponse response) {
        InboundRequest inbound = requests.begin(request.getHeaders()::getFirst, System.nanoTime());
        response.beforeCommit(
                () -> Mono.fromRunnable(() -> inbound.answer(status(response, OK), response.getHeaders()::set)));
        Problem refusal = inbound.refusal();
        Mono<Void> served = refusal == null
                ? handler.handle(cleaned(request, inbound.context()), response)
                : WebProblems.write(refusal, response);
        return served.doFinally(end -> inbound.end(status(end, response), System.nanoTime()))
                .contextWrite(context -> context.put(MeshContext.KEY, inbound.context()));
    }

    /** The request as those may see it who pass its fields on: with the id that it is known by, and without foreign ones. */
    private ServerHttpRequest cleaned(ServerHttpRequest request, MeshContext context) {
        HttpHeaders headers = request.getHeaders();
        String id = context.requestId();
        List<String> foreign = headers.headerSet().stream()
                .map(field -> field.getKey())
                .filter(requests::isForeign)
                .toList();
        if (foreign.isEmpty() && id.equals(headers.getFirst(MeshHeaders.REQUEST_ID))) {
            return request;
        }
        return request.mutate()
                .headers(fields -> {
                    foreign.forEach(fields::remove);
                    fields.set(MeshHeaders.REQUEST_ID, id);
                })
                .build();
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
