package dev.weft.mesh.client.blocking;

import java.util.Iterator;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HeaderElement;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.message.MessageSupport;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

/** How long a connection is kept after a response. */
final class KeepAlive {

    private static final int MOST_DIGITS = 9;

    private KeepAlive() {}

    /** Half of what the server announces, at most {@link Connections#MOST_IDLE}; null if it may not be used again. */
    static @Nullable TimeValue after(ClassicHttpRequest request, ClassicHttpResponse response) {
        if (!DefaultConnectionReuseStrategy.INSTANCE.keepAlive(request, response, HttpCoreContext.create())) {
            return null;
        }
        Iterator<HeaderElement> elements = MessageSupport.iterate(response, HttpHeaders.KEEP_ALIVE);
        while (elements.hasNext()) {
            HeaderElement element = elements.next();
            if ("timeout".equalsIgnoreCase(element.getName())) {
                return half(element.getValue());
            }
        }
        return Connections.MOST_IDLE;
    }

    private static @Nullable TimeValue half(@Nullable String seconds) {
        boolean number = seconds != null
                && !seconds.isEmpty()
                && seconds.length() <= MOST_DIGITS
                && seconds.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!number) {
            return Connections.MOST_IDLE;
        }
        TimeValue half = TimeValue.ofMilliseconds(Long.parseLong(seconds) * 500);
        if (half.getDuration() == 0) {
            return null;
        }
        return half.compareTo(Connections.MOST_IDLE) < 0 ? half : Connections.MOST_IDLE;
    }
}
