package dev.weft.bench.comparison.caller;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.web.client.RestClient;

/** Calls by RestClient, as an application does. */
public final class RestCalls implements BlockingCalls {

    static final String ANSWER = "/answer?bytes={bytes}";

    /** Longer answers are read piece by piece. */
    static final int MOST_AT_ONCE = 64 * 1024;

    private static final int PIECE = 64 * 1024;

    private final Turns<RestClient> clients;

    /** @param clients one for each base URL; they take turns */
    public RestCalls(List<RestClient> clients) {
        this.clients = new Turns<>(clients);
    }

    /** By a client that has its destinations from a balancer. */
    public static RestCalls balanced(RestClient.Builder builder, ClientHttpRequestInterceptor balancer) {
        return new RestCalls(List.of(builder.requestFactory(Transport.blocking())
                .requestInterceptor(balancer)
                .baseUrl("http://backend")
                .build()));
    }

    @Override
    public long read(int bytes) {
        RestClient.RequestHeadersSpec<?> request = clients.next().get().uri(ANSWER, bytes);
        if (bytes > MOST_AT_ONCE) {
            return request.exchangeForRequiredValue((sent, answer) -> {
                if (answer.getStatusCode().value() != 200) {
                    throw new IOException("status " + answer.getStatusCode().value());
                }
                return drained(answer.getBody());
            });
        }
        byte[] body = request.retrieve().body(byte[].class);
        return body == null ? 0 : body.length;
    }

    private static long drained(InputStream body) throws IOException {
        byte[] piece = new byte[PIECE];
        long all = 0;
        for (int read = body.read(piece); read >= 0; read = body.read(piece)) {
            all += read;
        }
        return all;
    }
}
