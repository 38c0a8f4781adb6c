package dev.weft.mesh.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.mesh.context.MeshContext;
import java.security.Principal;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Who counts as signed in, on both stacks. */
class IdentityFiltersTests {

    @ParameterizedTest
    @ValueSource(strings = {"servlet", "reactive"})
    void userIsNotedByName(String stack) throws Exception {
        assertThat(identity(stack, () -> () -> "ann")).isEqualTo("ann");
        assertThat(identity(stack, () -> null)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"servlet", "reactive"})
    void anonymousTokenIsNobody(String stack) throws Exception {
        assertThat(identity(stack, AnonymousAuthenticationToken::new)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"servlet", "reactive"})
    void requestWhenTheUserCannotBeToldGoesOnWithoutOne(String stack) throws Exception {
        assertThat(identity(stack, () -> {
                    throw new IllegalStateException("the session's store is away");
                }))
                .isNull();
    }

    /** What is noted by the time that the filter hands the request on, which it must. */
    private static @Nullable String identity(String stack, Supplier<@Nullable Principal> user) throws Exception {
        MeshContext context = new MeshContext("1", null);
        AtomicBoolean handedOn = new AtomicBoolean();
        if (stack.equals("servlet")) {
            serve(user, context, handedOn);
        } else {
            ServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/"))
                    .mutate()
                    .principal(Mono.fromSupplier(user))
                    .build();
            new IdentityWebFilter(() -> true)
                    .filter(exchange, next -> Mono.fromRunnable(() -> handedOn.set(true)))
                    .contextWrite(view -> view.put(MeshContext.KEY, context))
                    .block();
        }
        assertThat(handedOn).isTrue();
        return context.identity();
    }

    private static void serve(Supplier<@Nullable Principal> user, MeshContext context, AtomicBoolean handedOn)
            throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest() {
            @Override
            public @Nullable Principal getUserPrincipal() {
                return user.get();
            }
        };
        try (MeshContext.Scope scope = context.open()) {
            new IdentityServletFilter(() -> true)
                    .doFilter(request, new MockHttpServletResponse(), (in, out) -> handedOn.set(true));
        }
    }
}
