package dev.weft.meshctl.registry;

import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/** Sends requests, and says in words why one got no answer. */
final class Http {

    private static final Duration CONNECT = Duration.ofSeconds(2);
    static final Duration ANSWER = Duration.ofSeconds(15);

    /** Nobody listens there: nothing was sent. */
    static final class NobodyThere extends Exception {

        NobodyThere(URI where, IOException cause) {
            super(where + " does not answer", cause);
        }
    }

    // Redirects are not followed: a login would go with them.
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    HttpResponse<String> send(HttpRequest request) throws NobodyThere {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw new NobodyThere(base(request.uri()), e);
        } catch (HttpTimeoutException e) {
            throw failed(request, "no answer within " + ANSWER.toSeconds() + " s", e);
        } catch (IOException e) {
            throw failed(request, String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(Exit.FAILED, "interrupted while waiting for " + base(request.uri()), e);
        }
    }

    private static Failure failed(HttpRequest request, String why, Exception cause) {
        String unsure = request.method().equals("GET")
                ? ""
                : " (whether the change was made can't be said: meshctl history tells)";
        return new Failure(Exit.UNAVAILABLE, base(request.uri()) + ": " + why + unsure, cause);
    }

    static URI base(URI uri) {
        return URI.create(uri.getScheme() + "://" + uri.getRawAuthority());
    }
}
