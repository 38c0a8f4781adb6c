package dev.weft.mesh.client.reactive;

import dev.weft.mesh.engine.Call;
import dev.weft.mesh.engine.Step;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;

/**
 * The rules themselves answer a call. An exception, since it ends the wait for a reply from the wire; those who make a
 * call turn it into a response.
 */
public final class LocalAnswer extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient HttpHeaders headers;
    private final byte[] body;

    LocalAnswer(Step.Answer answer, Call call) {
        super("answered by a rule", null, false, false);
        this.status = answer.status();
        this.headers = new DefaultHttpHeaders();
        answer.headers().forEach(headers::set);
        call.editResponse(new NettyFields(headers));
        this.body = answer.body().getBytes(StandardCharsets.UTF_8);
        headers.set("Content-Length", body.length);
    }

    public int status() {
        return status;
    }

    public HttpHeaders headers() {
        return headers;
    }

    public byte[] body() {
        return body.clone();
    }
}
