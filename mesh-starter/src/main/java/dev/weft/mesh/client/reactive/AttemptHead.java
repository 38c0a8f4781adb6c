package dev.weft.mesh.client.reactive;

import dev.weft.mesh.client.OutgoingCall;
import dev.weft.mesh.engine.Attempt;
import dev.weft.mesh.telemetry.AttemptSpan;
import io.micrometer.observation.Observation;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.util.AsciiString;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The head of an attempt's request: the caller's, but for what the mesh says to the receiver. Its fields are written into
 * the transport's request when there is one, so that no attempt has a copy of its own.
 */
final class AttemptHead {

    private final ReactiveRequest request;
    private final OutgoingCall call;
    private final Attempt attempt;

    /** Names and values in turn. */
    private List<String> trace = List.of();

    AttemptHead(ReactiveRequest request, OutgoingCall call, Attempt attempt) {
        this.request = request;
        this.call = call;
        this.attempt = attempt;
    }

    HttpMethod method() {
        return HttpMethod.valueOf(request.method());
    }

    /** Whether the endpoint is spoken to over TLS. */
    boolean isSecure() {
        return attempt.endpoint().secure()
                || "https".equalsIgnoreCase(request.uri().getScheme());
    }

    /** Without scheme and host, which the transport to the endpoint knows. */
    String uri() {
        URI uri = request.uri();
        String path = call.call().path();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    /** Begins the attempt's span, of which the fields tell: before they are written. */
    AttemptSpan begin(@Nullable Observation above) {
        return call.trace(attempt, above, this::traced);
    }

    private void traced(String name, String value) {
        if (trace.isEmpty()) {
            trace = new ArrayList<>();
        }
        trace.add(name);
        trace.add(value);
    }

    /** @param fields of the transport's request, with what the transport itself would say */
    void write(HttpHeaders fields) {
        // It asks for what it can undo, and says who asks; all else is the caller's to say.
        String encodings = fields.get(HttpHeaderNames.ACCEPT_ENCODING);
        String agent = fields.get(HttpHeaderNames.USER_AGENT);
        String types = fields.get(HttpHeaderNames.ACCEPT);
        // All at once: names and values were looked at when they were given.
        fields.set(request.headers());
        removeReserved(fields);
        if (request.called() == null) {
            // Who hands on what another one asks says nothing for that one.
            setIfAbsent(fields, HttpHeaderNames.ACCEPT_ENCODING, encodings);
            setIfAbsent(fields, HttpHeaderNames.USER_AGENT, agent);
            setIfAbsent(fields, HttpHeaderNames.ACCEPT, types);
        }
        fields.set(HttpHeaderNames.HOST, request.authority());
        if (!request.body().isKept()) {
            boolean counted = fields.contains(HttpHeaderNames.CONTENT_LENGTH);
            fields.remove(HttpHeaderNames.TRANSFER_ENCODING);
            if (!counted) {
                fields.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
            }
        }
        call.editRequest(new NettyFields(fields));
        call.introduce(attempt, request.limits().headNanos(attempt), fields::set);
        for (int i = 0; i < trace.size(); i += 2) {
            fields.set(trace.get(i), trace.get(i + 1));
        }
    }

    private static void setIfAbsent(HttpHeaders fields, AsciiString name, @Nullable String value) {
        if (value != null && !fields.contains(name)) {
            fields.set(name, value);
        }
    }

    private void removeReserved(HttpHeaders fields) {
        Iterator<Map.Entry<CharSequence, CharSequence>> given =
                request.headers().iteratorCharSequence();
        while (given.hasNext()) {
            String name = given.next().getKey().toString();
            if (OutgoingCall.isReserved(name)) {
                fields.remove(name);
            }
        }
    }
}
