package dev.weft.mesh.control;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The requests of a stream's client, by a transport of its own: never meshed, and without waiting threads. */
final class StreamHttp {

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final HttpClient client;

    /**
     * @param loop runs what the client has to do beside its own thread, which selects
     * @param ssl what connections are secured with, or null for the platform's own
     */
    StreamHttp(Executor loop, @Nullable SSLContext ssl) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .executor(loop)
                .version(HttpClient.Version.HTTP_1_1)
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(CONNECT);
        this.client = (ssl == null ? builder : builder.sslContext(ssl)).build();
    }

    /** Tries to open a stream. */
    void open(RegistryPeer peer, byte[] body, PeerStream stream) {
        stream.begun(client.sendAsync(
                request(peer, "", body).header("Accept", "text/event-stream").build(), stream));
    }

    /** Tells the peer something about a stream; the answer's status. */
    CompletableFuture<Integer> tell(RegistryPeer peer, String below, byte[] body) {
        return client.sendAsync(request(peer, below, body).build(), BodyHandlers.discarding())
                .thenApply(HttpResponse::statusCode);
    }

    private static HttpRequest.Builder request(RegistryPeer peer, String below, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(peer.watch(below))
                .timeout(ANSWER)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body));
        return peer.authorization() == null ? request : request.header("Authorization", peer.authorization());
    }
}
