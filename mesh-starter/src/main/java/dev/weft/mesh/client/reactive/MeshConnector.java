package dev.weft.mesh.client.reactive;

import dev.weft.mesh.client.LogicalHosts;
import dev.weft.mesh.model.ServiceName;
import java.net.URI;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.util.function.SingletonSupplier;
import reactor.core.publisher.Mono;

/** Below all of WebClient's filters: sends requests by logical name through the mesh, others as they were sent before. */
public final class MeshConnector implements ClientHttpConnector {

    private final ClientHttpConnector others;
    private final Supplier<LogicalHosts> hosts;
    private final Supplier<ReactiveCalls> calls;
    private final Limits limits;

    /**
     * @param others connects to hosts that are no services
     * @param hosts asked when there is something to connect to, since infrastructure builds its clients before the mesh
     * @param calls likewise
     * @param settings those of Spring Boot that the other connector was built with, or null
     */
    public MeshConnector(
            ClientHttpConnector others,
            Supplier<LogicalHosts> hosts,
            Supplier<ReactiveCalls> calls,
            @Nullable Object settings) {
        ConnectorSettings own = ConnectorSettings.of(settings);
        this.others = others;
        this.limits = own.limits();
        this.hosts = hosts;
        this.calls = SingletonSupplier.of(() -> calls.get().with(own));
    }

    @Override
    public Mono<ClientHttpResponse> connect(
            HttpMethod method, URI uri, Function<? super ClientHttpRequest, Mono<Void>> requestCallback) {
        ServiceName service = hosts.get().service(uri);
        if (service == null) {
            return others.connect(method, uri, requestCallback);
        }
        return Mono.defer(() -> {
            RecordedRequest request = new RecordedRequest(method, uri);
            return requestCallback
                    .apply(request)
                    .then(Mono.defer(() -> request.toRequest(limits)))
                    .flatMap(recorded -> calls.get().exchange(service, recorded))
                    .<ClientHttpResponse>map(NettyClientResponse::new)
                    .onErrorResume(LocalAnswer.class, answer -> Mono.just(new LocalClientResponse(answer)));
        });
    }
}
