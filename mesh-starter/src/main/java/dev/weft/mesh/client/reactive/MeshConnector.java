package dev.weft.mesh.client.reactive;

import dev.weft.mesh.client.LogicalHosts;
import dev.weft.mesh.client.Redirects;
import dev.weft.mesh.model.ServiceName;
import java.net.URI;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.util.function.SingletonSupplier;
import reactor.core.publisher.Mono;

/** Below all of WebClient's filters: sends requests through the mesh, those to other hosts as they were sent before. */
public final class MeshConnector implements ClientHttpConnector {

    private final ClientHttpConnector others;
    private final Supplier<LogicalHosts> hosts;
    private final Supplier<ReactiveCalls> calls;
    private final ConnectorSettings settings;
    private final boolean byHand;

    /** In front of a connector of Spring Boot's making. */
    public MeshConnector(
            ClientHttpConnector others,
            Supplier<LogicalHosts> hosts,
            Supplier<ReactiveCalls> calls,
            @Nullable Object settings) {
        this(others, hosts, calls, settings, false);
    }

    /**
     * @param others connects to hosts that are called as they are
     * @param hosts asked when there is something to connect to, since infrastructure builds its clients before the mesh
     * @param calls likewise
     * @param settings those of Spring Boot that the other connector was built with, or null
     * @param byHand whether {@code others} is of the user's own making, and so serves all hosts outside the mesh
     */
    public MeshConnector(
            ClientHttpConnector others,
            Supplier<LogicalHosts> hosts,
            Supplier<ReactiveCalls> calls,
            @Nullable Object settings,
            boolean byHand) {
        ConnectorSettings own = ConnectorSettings.of(settings);
        this.others = others;
        this.settings = own;
        this.byHand = byHand;
        this.hosts = hosts;
        this.calls = SingletonSupplier.of(() -> calls.get().with(own));
    }

    @Override
    public Mono<ClientHttpResponse> connect(
            HttpMethod method, URI uri, Function<? super ClientHttpRequest, Mono<Void>> requestCallback) {
        ServiceName service = hosts.get().service(uri, byHand);
        if (service == null) {
            return others.connect(method, uri, requestCallback);
        }
        return Mono.defer(() -> {
            RecordedRequest request = new RecordedRequest(method, uri);
            return requestCallback
                    .apply(request)
                    .then(Mono.defer(() -> exchange(service, request)))
                    .<ClientHttpResponse>map(NettyClientResponse::new)
                    .onErrorResume(LocalAnswer.class, answer -> Mono.just(new LocalClientResponse(answer)));
        });
    }

    private Mono<NettyReply> exchange(ServiceName service, RecordedRequest recorded) {
        Mono<RequestBody> body = recorded.body();
        return body == null
                ? exchange(service, recorded.toRequest(RequestBody.NONE, settings.limits()), 0)
                : body.flatMap(content -> exchange(service, recorded.toRequest(content, settings.limits()), 0));
    }

    private Mono<NettyReply> exchange(ServiceName service, ReactiveRequest request, int hops) {
        Mono<NettyReply> reply = calls.get().exchange(service, request);
        return settings.followsRedirects() && service.isOutside() && hops < Redirects.MOST
                ? reply.flatMap(answer -> follow(service, request, answer, hops))
                : reply;
    }

    private Mono<NettyReply> follow(ServiceName service, ReactiveRequest request, NettyReply reply, int hops) {
        Redirects.Hop hop = Redirects.next(
                hosts.get(),
                service,
                request.uri(),
                request.method(),
                reply.status(),
                reply.headers().first(HttpHeaders.LOCATION));
        ReactiveRequest next = hop == null ? null : request.redirected(hop);
        if (hop == null || next == null) {
            return Mono.just(reply);
        }
        reply.drop();
        return exchange(hop.service(), next, hops + 1);
    }
}
