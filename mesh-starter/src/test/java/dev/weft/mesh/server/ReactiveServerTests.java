package dev.weft.mesh.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;

class ReactiveServerTests extends ServerContract {

    ReactiveServerTests() {
        super(WebApplicationType.REACTIVE);
    }

    /** Reactor Netty has lost every hundredth or so of such requests: reactor-netty#4361. */
    @Test
    void requestsWhenTheyFollowAtOnceOnAKeptConnectionAreAllAnswered() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            assertThat(get("/mono", "x-request-id", "id-7").body()).isEqualTo("id-7");
            assertThat(get("/hello").body()).isEqualTo("hello");
        }
    }
}
