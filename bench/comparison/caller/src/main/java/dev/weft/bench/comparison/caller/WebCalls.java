package dev.weft.bench.comparison.caller;

import java.util.List;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** Calls by WebClient, as an application does. */
public final class WebCalls implements ReactiveCalls {

    private final Turns<WebClient> clients;

    /** @param clients one for each base URL; they take turns */
    public WebCalls(List<WebClient> clients) {
        this.clients = new Turns<>(clients);
    }

    /** By a client that has its destinations from a balancer. */
    public static WebCalls balanced(WebClient.Builder builder, ExchangeFilterFunction balancer) {
        return new WebCalls(List.of(builder.clientConnector(Transport.reactive())
                .filter(balancer)
                .baseUrl("http://backend")
                .build()));
    }

    @Override
    public Mono<Long> read(int bytes) {
        WebClient.ResponseSpec answer =
                clients.next().get().uri(RestCalls.ANSWER, bytes).retrieve();
        if (bytes > RestCalls.MOST_AT_ONCE) {
            return answer.bodyToFlux(DataBuffer.class).reduce(0L, (all, piece) -> all + released(piece));
        }
        return answer.bodyToMono(byte[].class).map(body -> (long) body.length);
    }

    private static int released(DataBuffer piece) {
        int bytes = piece.readableByteCount();
        DataBufferUtils.release(piece);
        return bytes;
    }
}
