package dev.weft.mesh.directory;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.netflix.eureka.http.EurekaClientHttpRequestFactorySupplier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.InterceptingClientHttpRequestFactory;

/**
 * What Eureka's client sends with, but that errors come without their bodies. The client takes any JSON for instances, and of
 * a problem document it would say only that it has another root; so its status gets through.
 */
public record BodilessErrors(EurekaClientHttpRequestFactorySupplier transport)
        implements EurekaClientHttpRequestFactorySupplier {

    @Override
    public ClientHttpRequestFactory get(@Nullable SSLContext ssl, @Nullable HostnameVerifier verifier) {
        return new InterceptingClientHttpRequestFactory(
                transport.get(ssl, verifier), List.of((request, body, execution) -> {
                    ClientHttpResponse response = execution.execute(request, body);
                    return response.getStatusCode().isError() ? new Bodiless(response) : response;
                }));
    }

    private record Bodiless(ClientHttpResponse response) implements ClientHttpResponse {

        @Override
        public HttpStatusCode getStatusCode() throws IOException {
            return response.getStatusCode();
        }

        @Override
        public String getStatusText() throws IOException {
            return response.getStatusText();
        }

        @Override
        public HttpHeaders getHeaders() {
            return response.getHeaders();
        }

        @Override
        public InputStream getBody() {
            return InputStream.nullInputStream();
        }

        @Override
        public void close() {
            response.close();
        }
    }
}
