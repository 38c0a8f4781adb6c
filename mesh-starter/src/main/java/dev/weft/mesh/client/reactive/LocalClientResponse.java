package dev.weft.mesh.client.reactive;

import java.util.UUID;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseCookie;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import reactor.core.publisher.Flux;

/** An answer of the rules' own, as WebClient reads it. */
final class LocalClientResponse implements ClientHttpResponse {

    private final LocalAnswer answer;
    private final HttpHeaders headers = new HttpHeaders();
    private final String id = UUID.randomUUID().toString();

    LocalClientResponse(LocalAnswer answer) {
        this.answer = answer;
        answer.headers().forEach(field -> headers.add(field.getKey(), field.getValue()));
    }

    @Override
    public String getId() {
        return id;
    }

    @Override
    public HttpStatusCode getStatusCode() {
        return HttpStatusCode.valueOf(answer.status());
    }

    @Override
    public HttpHeaders getHeaders() {
        return headers;
    }

    @Override
    public MultiValueMap<String, ResponseCookie> getCookies() {
        return new LinkedMultiValueMap<>();
    }

    @Override
    public Flux<DataBuffer> getBody() {
        return Flux.defer(() -> Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(answer.body())));
    }
}
