package dev.weft.mesh.client.blocking;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.Header;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;

/** Spring's view of a response through the mesh. */
final class MeshResponse implements ClientHttpResponse {

    private final WireResponse response;
    private final HttpHeaders headers = new HttpHeaders();

    MeshResponse(WireResponse response) {
        this.response = response;
        for (Header header : response.headers()) {
            headers.add(header.getName(), header.getValue());
        }
    }

    @Override
    public HttpStatusCode getStatusCode() {
        return HttpStatusCode.valueOf(response.status());
    }

    @Override
    public String getStatusText() {
        return response.statusText();
    }

    @Override
    public HttpHeaders getHeaders() {
        return headers;
    }

    @Override
    public InputStream getBody() throws IOException {
        return response.body();
    }

    @Override
    public void close() {
        response.close();
    }
}
