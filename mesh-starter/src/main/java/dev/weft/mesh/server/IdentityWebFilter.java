package dev.weft.mesh.server;

import dev.weft.mesh.context.MeshContext;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Notes the signed-in user of a request for the calls that are made for it, on WebFlux. */
public final class IdentityWebFilter implements WebFilter, Ordered {

    private final BooleanSupplier wanted;

    /** @param wanted whether any rule goes by it: to ask for the user may cost a look at the session's store */
    public IdentityWebFilter(BooleanSupplier wanted) {
        this.wanted = wanted;
    }

    /** Behind whatever signs users in. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (!wanted.getAsBoolean()) {
            return chain.filter(exchange);
        }
        return Mono.deferContextual(view -> note(exchange, view.getOrDefault(MeshContext.KEY, null)))
                .then(Mono.defer(() -> chain.filter(exchange)));
    }

    private static Mono<Void> note(ServerWebExchange exchange, @Nullable MeshContext context) {
        return context == null
                ? Mono.empty()
                : exchange.getPrincipal()
                        .filter(SignedIn::isUser)
                        .doOnNext(user -> context.identify(user.getName()))
                        // Whoever needs the user will meet the same error.
                        .onErrorComplete()
                        .then();
    }
}
