package dev.weft.mesh.client.blocking;

import feign.Request;
import feign.Util;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/**
 * What is to be done to a request's body. Feign only says so in {@code Content-Encoding}, all that it knows at once, and
 * leaves the doing to its client.
 */
enum FeignEncoding {
    GZIP,
    DEFLATE,
    /** Nothing, or the caller has done it. */
    NONE;

    static FeignEncoding of(Request request) {
        Collection<String> wanted = request.headers().getOrDefault(Util.CONTENT_ENCODING, List.of());
        if (wanted.contains(GZIP.token())) {
            return GZIP;
        }
        return wanted.contains(DEFLATE.token()) ? DEFLATE : NONE;
    }

    private String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The values of a header field as they are sent: of the encodings, the one that was done. */
    Collection<String> said(String field, Collection<String> values) {
        return this != NONE && Util.CONTENT_ENCODING.equalsIgnoreCase(field) ? List.of(token()) : values;
    }

    byte[] encode(byte[] body) throws IOException {
        if (this == NONE) {
            return body;
        }
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        try (OutputStream out = this == GZIP ? new GZIPOutputStream(encoded) : new DeflaterOutputStream(encoded)) {
            out.write(body);
        }
        return encoded.toByteArray();
    }
}
