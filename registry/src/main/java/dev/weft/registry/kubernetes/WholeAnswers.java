package dev.weft.registry.kubernetes;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Gives up answers that have begun, and do not end. The client's own timeout is over when the first byte is there, and
 * whoever waits for the rest would wait for ever.
 */
record WholeAnswers(Duration within) implements Interceptor {

    @Override
    public void after(HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        if (response.body() instanceof AsyncBody body && !isEndless(request)) {
            body.done().orTimeout(within.toNanos(), TimeUnit.NANOSECONDS).whenComplete((done, failure) -> {
                if (failure != null) {
                    // Or else the connection would be kept for the rest.
                    body.cancel();
                }
            });
        }
    }

    private static boolean isEndless(HttpRequest request) {
        String query = request.uri().getQuery();
        return query != null && query.contains("watch=true");
    }
}
