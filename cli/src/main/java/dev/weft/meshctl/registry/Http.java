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
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends requests, and says in words why one got no answer. */
final class Http {

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(15);

    /** Nobody listens there: nothing was sent. */
    static final class NobodyThere extends Exception {

        private static final long serialVersionUID = 1L;

        NobodyThere(String why, IOException cause) {
            super(why, cause);
        }

        String why() {
            return String.valueOf(getMessage());
        }
    }

    private final Duration patience;
    private final int mostBytes;

    // Redirects are not followed: a login would go with them.
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    /** @param mostBytes that an answer may have */
    Http(int mostBytes) {
        this(mostBytes, ANSWER);
    }

    /** @param patience until an answer is there to its end */
    Http(int mostBytes, Duration patience) {
        this.mostBytes = mostBytes;
        this.patience = patience;
    }

    HttpResponse<String> send(HttpRequest request) throws NobodyThere {
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(request, head -> new LimitedText(mostBytes));
        try {
            return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw failed(request, e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw unavailable(request, "no answer within " + patience.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(Exit.FAILED, "interrupted while waiting for " + base(request.uri()), e);
        } finally {
            answer.cancel(true);
        }
    }

    private static Failure failed(HttpRequest request, Throwable cause) throws NobodyThere {
        if (cause instanceof HttpConnectTimeoutException timeout) {
            throw new NobodyThere("no connection within " + CONNECT.toSeconds() + " s", timeout);
        }
        if (cause instanceof ConnectException refused) {
            throw new NobodyThere(isUnknownHost(refused) ? "there is no such host" : "connection refused", refused);
        }
        if (cause instanceof LimitedText.TooLong) {
            return new Failure(Exit.FAILED, base(request.uri()) + ": " + cause.getMessage(), cause);
        }
        return unavailable(request, String.valueOf(cause.getMessage()), cause);
    }

    private static boolean isUnknownHost(Throwable refused) {
        for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return true;
            }
        }
        return false;
    }

    private static Failure unavailable(HttpRequest request, String why, Throwable cause) {
        String unsure = request.method().equals("GET")
                ? ""
                : " (whether the change was made can't be said: meshctl history tells)";
        return new Failure(Exit.UNAVAILABLE, base(request.uri()) + ": " + why + unsure, cause);
    }

    static URI base(URI uri) {
        return URI.create(uri.getScheme() + "://" + uri.getRawAuthority());
    }
}
