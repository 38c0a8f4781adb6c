package dev.weft.meshctl.registry;

import dev.weft.meshctl.Exit;
import dev.weft.meshctl.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpRetryException;
import java.net.HttpURLConnection;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests, and says in words why one got no answer. By the JDK's older client: the other one takes a quarter of a
 * second of processor time to begin with, which is more than all the rest of a command.
 */
final class Http {

    private static final int CONNECT_MILLIS = 2_000;
    private static final Duration ANSWER = Duration.ofSeconds(15);
    private static final int BUFFER = 8_192;

    static {
        // Whoever gets no answer to a change is told, and decides.
        System.setProperty("sun.net.http.retryPost", "false");
    }

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

    private final int mostBytes;
    private final Duration patience;

    /** @param mostBytes that an answer may have: whoever answers can't fill the memory */
    Http(int mostBytes) {
        this(mostBytes, ANSWER);
    }

    /** @param patience for the next bytes of an answer, and for all of it */
    Http(int mostBytes, Duration patience) {
        this.mostBytes = mostBytes;
        this.patience = patience;
    }

    Answer get(URI uri, Map<String, String> headers) throws NobodyThere {
        return send("GET", uri, headers, null);
    }

    Answer send(String method, URI uri, Map<String, String> headers, @Nullable String body) throws NobodyThere {
        HttpURLConnection connection = connect(method, uri, headers, body);
        try {
            if (body != null) {
                connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
            }
            return answer(connection, uri);
        } catch (HttpRetryException e) {
            return new Answer(uri, e.responseCode(), "", "", Answer.retryAfter(null), "");
        } catch (SocketTimeoutException e) {
            throw unavailable(uri, "no answer within " + patience.toSeconds() + " s" + unsure(method), e);
        } catch (IOException e) {
            throw unavailable(uri, e.getMessage() + unsure(method), e);
        } finally {
            connection.disconnect();
        }
    }

    private HttpURLConnection connect(String method, URI uri, Map<String, String> headers, @Nullable String body)
            throws NobodyThere {
        try {
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setRequestMethod(method);
            connection.setConnectTimeout(CONNECT_MILLIS);
            connection.setReadTimeout((int) patience.toMillis());
            // A login would go with them.
            connection.setInstanceFollowRedirects(false);
            connection.setUseCaches(false);
            connection.setRequestProperty("Accept", "*/*");
            headers.forEach(connection::setRequestProperty);
            if (body != null) {
                connection.setDoOutput(true);
            }
            if (body != null && !method.equals("POST")) {
                // Of a fixed length, or else it would be sent again where the first got no answer.
                connection.setFixedLengthStreamingMode(body.getBytes(StandardCharsets.UTF_8).length);
            }
            connection.connect();
            return connection;
        } catch (SocketTimeoutException e) {
            throw new NobodyThere("no connection within " + CONNECT_MILLIS / 1_000 + " s", e);
        } catch (UnknownHostException e) {
            throw new NobodyThere("there is no such host", e);
        } catch (ConnectException e) {
            throw new NobodyThere("connection refused", e);
        } catch (NoRouteToHostException e) {
            throw new NobodyThere("there is no way to it", e);
        } catch (IOException e) {
            throw unavailable(uri, String.valueOf(e.getMessage()), e);
        }
    }

    private Answer answer(HttpURLConnection connection, URI uri) throws IOException {
        int status = connection.getResponseCode();
        InputStream body =
                status < HttpURLConnection.HTTP_BAD_REQUEST ? connection.getInputStream() : connection.getErrorStream();
        return new Answer(
                uri,
                status,
                Objects.requireNonNullElse(connection.getContentType(), ""),
                Objects.requireNonNullElse(connection.getHeaderField("ETag"), ""),
                Answer.retryAfter(connection.getHeaderField("Retry-After")),
                body == null ? "" : text(body, uri));
    }

    private String text(InputStream body, URI uri) throws IOException {
        long start = System.nanoTime();
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        byte[] buffer = new byte[BUFFER];
        for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
            if (count > mostBytes - read.size()) {
                throw new Failure(Exit.FAILED, base(uri) + ": its answer has more than " + mostBytes + " bytes");
            }
            if (System.nanoTime() - start > patience.toNanos()) {
                throw new SocketTimeoutException("its answer has no end");
            }
            read.write(buffer, 0, count);
        }
        return read.toString(StandardCharsets.UTF_8);
    }

    private static String unsure(String method) {
        return method.equals("GET") ? "" : " (whether the change was made can't be said: meshctl history tells)";
    }

    private static Failure unavailable(URI uri, String why, Exception cause) {
        return new Failure(Exit.UNAVAILABLE, base(uri) + ": " + why, cause);
    }

    static URI base(URI uri) {
        return URI.create(uri.getScheme() + "://" + uri.getRawAuthority());
    }
}
