package dev.weft.mesh.client.blocking;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.jspecify.annotations.Nullable;

/** A request's body as HttpClient sees it: something that writes itself, in one attempt. */
final class WireEntity extends AbstractHttpEntity {

    private final RequestBody body;
    private final Runnable outgrown;
    private final Runnable callerFails;

    /** For the parameters see {@link RequestBody#writeTo}. */
    WireEntity(RequestBody body, Runnable outgrown, Runnable callerFails) {
        super((@Nullable ContentType) null, null, body.length() < 0);
        this.body = body;
        this.outgrown = outgrown;
        this.callerFails = callerFails;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        body.writeTo(out, outgrown, callerFails);
    }

    @Override
    public long getContentLength() {
        return body.length();
    }

    @Override
    public InputStream getContent() {
        throw new UnsupportedOperationException("a body that is written, not read");
    }

    @Override
    public boolean isStreaming() {
        return true;
    }

    @Override
    public void close() {}
}
