package dev.weft.mesh.client.reactive;

import dev.weft.mesh.client.LogicalHosts;
import dev.weft.mesh.model.ServiceName;
import java.net.URI;
import java.util.function.Function;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;
import reactor.core.publisher.Mono;

/** Below all of WebClient's filters: sends requests by logical name through the mesh, others as they were sent before. */
public final class MeshConnector implements ClientHttpConnector {

    private final ClientHttpConnector others;
    private final LogicalHosts hosts;
    private final ReactiveCalls calls;

    /** @param others connects to hosts that are no services */
    public MeshConnector(ClientHttpConnector others, LogicalHosts hosts, ReactiveCalls calls) {
        this.others = others;
        this.hosts = hosts;
        this.calls = calls;
    }

    @Override
    public Mono<ClientHttpResponse> connect(
            HttpMethod method, URI uri, Function<? super ClientHttpRequest, Mono<Void>> requestCallback) {
        ServiceName service = hosts.service(uri);
        if (service == null) {
            return others.connect(method, uri, requestCallback);
        }
        return Mono.defer(() -> {
            RecordedRequest request = new RecordedRequest(method, uri);
            return requestCallback
                    .apply(request)
                    .then(Mono.defer(request::toRequest))
                    .flatMap(recorded -> calls.exchange(service, recorded))
                    .map(NettyClientResponse::new);
        });
    }
}
