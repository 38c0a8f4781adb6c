package dev.weft.mesh.sim;

import dev.weft.mesh.engine.Call;
import dev.weft.mesh.model.CallRequest;
import dev.weft.mesh.model.ServiceName;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What an endpoint in the middle of a chain does with a request: it calls the next service, and answers as that does.
 *
 * @param client its engine
 * @param next whom it calls
 * @param marks whether it says of a failure that retries were spent on it, as the server adapters do
 */
record Relay(Client client, ServiceName next, boolean marks) {

    void serve(Peer.Request request, Consumer<Reply> reply) {
        client.call(
                CallRequest.of(next, request.method(), "/").withDeadline(request.deadline()),
                result -> reply.accept(answer(result)));
    }

    private Reply answer(Client.Result result) {
        int status = result.reason() == null ? result.status() : result.reason().status();
        return new Reply.Answer(
                status, marks && result.isFailure() && result.spent() ? Map.of(Call.RETRY_HEADER, "no") : Map.of(), 0);
    }
}
