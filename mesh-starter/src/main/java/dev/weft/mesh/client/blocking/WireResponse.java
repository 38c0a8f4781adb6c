package dev.weft.mesh.client.blocking;

import dev.weft.mesh.context.MeshHeaders;
import dev.weft.mesh.engine.Call;
import dev.weft.mesh.engine.Step;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.apache.hc.core5.http.message.BasicHeader;
import org.jspecify.annotations.Nullable;

/** The response that the caller gets: decompressed, and marked if it is a failure that was not repeated once more. */
final class WireResponse {

    private static final int GZIP_BUFFER = 8 * 1024;

    private final ClassicHttpResponse response;
    private final InputStream wire;
    private final @Nullable String reason;
    private final boolean compressed;
    private @Nullable InputStream body;

    WireResponse(ClassicHttpResponse response, WireBody wire, @Nullable String reason) {
        this(response, wire, !wire.isEmpty() && isGzip(response.getFirstHeader(HttpHeaders.CONTENT_ENCODING)), reason);
    }

    private WireResponse(ClassicHttpResponse response, InputStream wire, boolean compressed, @Nullable String reason) {
        this.response = response;
        this.wire = wire;
        this.compressed = compressed;
        this.reason = reason;
    }

    /** An answer that no service had a part in. */
    static WireResponse of(Step.Answer answer, Call call) {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        ClassicHttpResponse response = new BasicClassicHttpResponse(answer.status());
        answer.headers().forEach(response::setHeader);
        call.editResponse(new WireFields(response));
        response.setEntity(new ByteArrayEntity(body, null));
        return new WireResponse(response, new ByteArrayInputStream(body), false, null);
    }

    private static boolean isGzip(@Nullable Header encoding) {
        return encoding != null
                && ("gzip".equalsIgnoreCase(encoding.getValue()) || "x-gzip".equalsIgnoreCase(encoding.getValue()));
    }

    int status() {
        return response.getCode();
    }

    String statusText() {
        return response.getReasonPhrase() == null ? "" : response.getReasonPhrase();
    }

    /** The first value of a header, or null. */
    @Nullable
    String header(String name) {
        Header first = response.getFirstHeader(name);
        return first == null ? null : first.getValue();
    }

    /** The headers, by which the body is what {@link #body} gives. */
    List<Header> headers() {
        List<Header> headers = new ArrayList<>();
        for (Header header : response.getHeaders()) {
            boolean ofCompression = HttpHeaders.CONTENT_ENCODING.equalsIgnoreCase(header.getName())
                    || HttpHeaders.CONTENT_LENGTH.equalsIgnoreCase(header.getName());
            if (!compressed || !ofCompression) {
                headers.add(header);
            }
        }
        if (reason != null) {
            headers.add(new BasicHeader(MeshHeaders.REASON, reason));
        }
        return headers;
    }

    /** How long the body is, or null if nobody knows. */
    @Nullable
    Integer length() {
        long length = response.getEntity() == null ? 0 : response.getEntity().getContentLength();
        return compressed || length < 0 || length > Integer.MAX_VALUE ? null : Integer.valueOf((int) length);
    }

    /** Always the same stream. */
    InputStream body() throws IOException {
        if (body == null) {
            body = compressed ? new Decompressed(wire) : wire;
        }
        return body;
    }

    /** Reads the body to its end for nobody. */
    void drain() throws IOException {
        try (wire) {
            wire.transferTo(OutputStream.nullOutputStream());
        }
    }

    void close() {
        try {
            wire.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Decompressed extends GZIPInputStream {
        private final InputStream wire;

        Decompressed(InputStream wire) throws IOException {
            super(wire, GZIP_BUFFER);
            this.wire = wire;
        }

        @Override
        public int read(byte[] into, int offset, int size) throws IOException {
            int got = super.read(into, offset, size);
            if (got < 0) {
                // Behind the compressed data the message's own end is still to be read.
                wire.close();
            }
            return got;
        }
    }
}
